/** What a process brings to TLS connections: its certificate and key, and the authorities whose certificates it believes. PEM. */
export interface TlsMaterial {
  /** Its own certificate first, then those between it and the authority. */
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly authority: Buffer;
}

/** Certificates that may be replaced while the process runs. */
export interface TlsSource {
  /** The newest ones that can be used. */
  readonly current: TlsMaterial;
  /** Calls the listener after each replacement. Returns how to end that. */
  onChange(listener: (material: TlsMaterial) => void): () => void;
}
