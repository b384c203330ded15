/** What is noted of objects, as long as they live. */
export interface Notes<Of extends object, Note> {
  get(of: Of): Note | undefined;
  set(of: Of, note: Note): void;
}

/** Gives an object that is there already to a class, which then adds its private field to it. */
class Given {
  constructor(given: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a field gets onto an object of another class
    return given;
  }
}

/**
 * What a WeakMap does, for objects of which there are many: the note lies in the object, where nothing else sees it, not even `Object.keys`
 * or a comparison. With tens of thousands of objects a WeakMap takes four times as long, most of it in the garbage collector, which has to
 * go through its entries again and again.
 */
export function notesOn<Of extends object, Note>(): Notes<Of, Note> {
  class Noted extends Given {
    #note: Note | undefined;

    static noteOf(of: object): Note | undefined {
      return #note in of ? of.#note : undefined;
    }

    static write(of: object, note: Note): void {
      const noted = #note in of ? of : (new Noted(of) as Noted);
      noted.#note = note;
    }
  }
  return { get: (of) => Noted.noteOf(of), set: (of, note) => Noted.write(of, note) };
}
