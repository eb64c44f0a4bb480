/**
 * English verb forms and plurals that no suffix rule can lead back, each after its base: what was "built" answers
 * who did "build".
 */
const VERBS = `
arise arose arisen | awake awoke awoken | bear bore borne | beat beaten | begin began begun | bend bent | bind bound
bite bit bitten | bleed bled | blow blew blown | break broke broken | breed bred | bring brought | build built | buy bought
catch caught | choose chose chosen | cling clung | come came | creep crept | deal dealt | dig dug | draw drew drawn
dream dreamt | drink drank drunk | drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel felt
fight fought | find found | flee fled | fling flung | fly flew flown | forbid forbade forbidden | forget forgot forgotten
forgive forgave forgiven | freeze froze frozen | give gave given | grind ground | grow grew grown | hang hung | hear heard
hide hid hidden | hold held | keep kept | know knew known | lead led | learn learnt | leave left | lend lent | lie lay lain
light lit | lose lost | make made | mean meant | meet met | pay paid | prove proven | ride rode ridden | ring rang rung
rise rose risen | run ran | say said | see saw seen | seek sought | sell sold | send sent | shake shook shaken | shine shone
shoot shot | show shown | shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat | sleep slept | slide slid
speak spoke spoken | speed sped | spend spent | spin spun | spring sprang sprung | stand stood | steal stole stolen
stick stuck | strike struck stricken | swear swore sworn | sweep swept | swim swam swum | swing swung | take took taken
teach taught | tear tore torn | tell told | think thought | throw threw thrown | understand understood | wake woke woken
wear wore worn | weave wove woven | weep wept | win won | wind wound | withdraw withdrew withdrawn | write wrote written
overcome overcame | undergo underwent undergone | undertake undertook undertaken | become became | overthrow overthrew overthrown
`;

const NOUNS = `
child children | man men | woman women | foot feet | tooth teeth | mouse mice | goose geese | ox oxen | person people
life lives | wife wives | half halves | leaf leaves | wolf wolves | knife knives | phenomenon phenomena | criterion criteria
bacterium bacteria | datum data | medium media | index indices indexes | matrix matrices | vertex vertices | axis axes
analysis analyses | crisis crises | thesis theses | hypothesis hypotheses | basis bases | nucleus nuclei | fungus fungi
stimulus stimuli | appendix appendices | genus genera | species species | larva larvae | alga algae | formula formulae
`;

/** By past form or participle: the verb's base. */
export const IRREGULAR_VERBS = formsOf(VERBS);
/** By form: the base of the verb, the singular of the noun. */
export const IRREGULAR_FORMS: ReadonlyMap<string, string> = new Map([...IRREGULAR_VERBS, ...formsOf(NOUNS)]);

function formsOf(table: string): ReadonlyMap<string, string> {
  return new Map(
    table.split(/[|\n]/).flatMap((line) => {
      const [base = "", ...forms] = line.trim().split(" ");
      return forms.map((form) => [form, base] as const);
    }),
  );
}
