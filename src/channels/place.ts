/** A place that a person shared, as the provider tells it. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
}

/** A shared place as a text: somebody in danger may answer so where they are. */
export function placeText({ latitude, longitude, name, address }: Place): string {
  return [name, address, `${latitude}, ${longitude}`].filter(Boolean).join(', ');
}
