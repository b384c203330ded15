/**
 * Joins questions that come while the same one is being answered: they get its answer. So however many clients ask, a check of the
 * database or a page of metrics is made once at a time.
 */
export class SharedAnswers<Answer> {
  readonly #underWay = new Map<string, Promise<Answer>>();

  /** @param question  equal for questions with the same answer */
  to(question: string, answer: () => Promise<Answer>): Promise<Answer> {
    const known = this.#underWay.get(question);
    if (known !== undefined) return known;
    const made = answer().finally(() => this.#underWay.delete(question));
    this.#underWay.set(question, made);
    return made;
  }
}
