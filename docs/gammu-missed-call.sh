#!/bin/sh
# A missed call costs the caller nothing and says "please write to me". Gammu SMSD runs this with the
# caller's number; it puts the word MENU into the inbox as if the caller had sent it, at most once
# an hour, and SapaKerja answers with the menu. Set up: docs/panduan-modem.md.
#
# Which database is read from a file, so that no password and no number stands in a command line:
#   /etc/gammu-missed-call.conf (owner root:gammu, mode 0640)
#     either  SMSD_FILE=/var/lib/gammu-smsd/smsd.db
#     or      PGHOST=127.0.0.1 PGPORT=5432 PGUSER=smsd PGDATABASE=sapakerja PGPASSWORD=...
#     and     PHONE_ID=modem1, as in gammu-smsdrc
set -eu

caller=${1:-}
# Nobody can be answered who hides the number; and nothing but a number may get into the SQL below.
digits=${caller#+}
case $digits in
  '' | *[!0-9]*) exit 0 ;;
esac
[ "${#digits}" -ge 8 ] && [ "${#digits}" -le 15 ] || exit 0

set -a
. "${GAMMU_MISSED_CALL_CONF:-/etc/gammu-missed-call.conf}"
set +a

# SMSCNumber says that this was a call. The hour is counted by the database's own clock.
statement() {
  cat <<SQL
insert into inbox ("Text", "SenderNumber", "Coding", "UDH", "TextDecoded", "RecipientID", "SMSCNumber")
select '004D0045004E0055', '$caller', 'Default_No_Compression', '', 'MENU', '${PHONE_ID:-}',
  'panggilan'
where not exists (select 1 from inbox where "SenderNumber" = '$caller'
  and "SMSCNumber" = 'panggilan' and "ReceivingDateTime" > $1);
SQL
}

if [ -n "${SMSD_FILE:-}" ]; then
  statement "datetime('now', '-1 hour')" | sqlite3 -bail "$SMSD_FILE"
else
  statement "localtimestamp - interval '1 hour'" | psql -qX -v ON_ERROR_STOP=1
fi
