/** An alert as Prometheus shows it. */
export interface Alert {
  readonly name: string;
  /** pending or firing */
  readonly state: 'pending' | 'firing';
}

/** The current alerts. */
export async function alertsOf(prometheus: { readonly url: string }): Promise<readonly Alert[]> {
  const answer = (await (await fetch(`${prometheus.url}/api/v1/alerts`)).json()) as {
    data: { alerts: { labels: { alertname: string }; state: Alert['state'] }[] };
  };
  return answer.data.alerts.map(({ labels, state }) => ({ name: labels.alertname, state }));
}

/** The names of the firing alerts, each once. */
export async function firingOn(prometheus: { readonly url: string }): Promise<readonly string[]> {
  const firing = (await alertsOf(prometheus)).filter(({ state }) => state === 'firing');
  return [...new Set(firing.map(({ name }) => name))];
}
