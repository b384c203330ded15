/**
 * A name or a path with its display name behind it, "delivery/area/sp (São Paulo)". A display name that only spells the last name of the path
 * otherwise says nothing new and is left out: "Delivery", "Credit card".
 */
export function titled(path: string, title: string): string {
  const last = path.split('/').at(-1) ?? '';
  const spelled = (text: string) => text.toLowerCase().replaceAll(/[_-]/g, ' ');
  return title === '' || spelled(title) === spelled(last) ? path : `${path} (${title})`;
}
