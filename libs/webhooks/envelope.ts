/** What happened, as it is kept. */
export interface Message {
  /** A UUID: the same each time that it is sent, and never that of another message. */
  readonly id: string;
  /** "cx.period.closed" */
  readonly type: string;
  /** A resource name: periods/2018-07/snapshots/3. */
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly data: Readonly<Record<string, string>>;
}

export const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/**
 * The body of a message: CloudEvents 1.0, structured, as JSON. The same message has the same bytes.
 *
 * @param installation  a UUID; with the id it names the message in the world
 */
export function envelope({ id, type, subject, at, data }: Message, installation: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `urn:uuid:${installation}`,
    type,
    subject,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data,
  });
}
