/* Makes each flush take SLOW_MICROSECONDS longer, as on the disk of an office; see slow-disk.ts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int file) {
  int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *more = getenv("SLOW_MICROSECONDS");
  if (more) usleep((useconds_t)atoi(more));
  return flush(file);
}

int fsync(int file) { return slowly("fsync", file); }

int fdatasync(int file) { return slowly("fdatasync", file); }
