interface Page {
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** Asks for one page after the other. @param pageOf  asks for the page of a token; the token of the first one is empty */
export async function everyPage<P extends Page>(pageOf: (pageToken: string) => Promise<P>): Promise<readonly P[]> {
  const pages: P[] = [];
  let pageToken = '';
  do {
    const page = await pageOf(pageToken);
    pages.push(page);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return pages;
}
