/** The time now. Everything that needs the time takes one of these, so that tests can set it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
