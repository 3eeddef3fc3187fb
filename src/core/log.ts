/** What the program says to its operator. Never a text, a name, a phone number or a NIK. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
