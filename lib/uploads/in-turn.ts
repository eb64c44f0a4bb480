import { Transform } from "node:stream";

type Waiting = { place: number; goOn(): void };

const waiting: Waiting[] = [];
let uploads = 0;
let isScheduled = false;

/**
 * Passes a body on, and lets the event loop go round before each chunk: where fifty uploads have data at the same
 * moment, one chunk is worked on, then whoever asked for something small is answered, then comes the next chunk. The
 * upload that came first has precedence, so that they end one after another and not all at once.
 */
export function inTurn(): Transform {
  const place = uploads++;
  return new Transform({
    transform(chunk, _encoding, done) {
      waiting.push({ place, goOn: () => done(null, chunk) });
      schedule();
    },
  });
}

function schedule(): void {
  if (isScheduled || waiting.length === 0) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    const first = waiting.reduce((a, b) => (b.place < a.place ? b : a));
    waiting.splice(waiting.indexOf(first), 1);
    first.goOn();
    schedule();
  });
}
