/**
 * What may be said instead: formal and plain English, vivid English, and the Chinese of papers and of talk.
 *
 * A line is `from = to`. `v` before it: a verb, whose regular forms follow by rule; irregular ones stand in brackets,
 * third person, past, participle and -ing form. `n`: a noun and its plural. Everything else is taken as it stands.
 * An entry with a capital letter stands at the beginning of a sentence. A word that is often another part of speech, or that asks for another construction, has no line.
 */
import { inflected } from "./inflect.ts";

/** Formal words and what one says instead. */
const TO_PLAIN = `
v utilize = use | v utilise = use | v commence = start | v terminate = end | v purchase = buy(buys bought bought buying)
v acquire = get(gets got got getting) | v obtain = get(gets got got getting) | v assist = help | v require = need
v attempt = try(tries tried tried trying) | v demonstrate = show(shows showed shown showing) | v facilitate = ease
v indicate = show(shows showed shown showing) | v ascertain = find out(finds out|found out|found out|finding out)
v endeavour = try(tries tried tried trying) | v endeavor = try(tries tried tried trying) | v inquire = ask
v reside = live | v depart = leave(leaves left left leaving) | v inform = tell(tells told told telling)
v provide = give(gives gave given giving) | v possess = have(has had had having) | v retain = keep(keeps kept kept keeping)
v modify = change | v construct = build(builds built built building) | v select = pick | v permit(permits permitted permitted permitting) = allow
v prohibit = ban(bans banned banned banning) | v discover = find(finds found found finding)
v investigate = look into(looks into|looked into|looked into|looking into) | v recollect = remember
v establish = set up(sets up|set up|set up|setting up) | v eliminate = remove | v relinquish = give up(gives up|gave up|given up|giving up)
v postpone = put off(puts off|put off|put off|putting off) | v tolerate = put up with(puts up with|put up with|put up with|putting up with)
v accelerate = speed up(speeds up|sped up|sped up|speeding up) | v encounter = meet(meets met met meeting)
v omit(omits omitted omitted omitting) = leave out(leaves out|left out|left out|leaving out)
v submit(submits submitted submitted submitting) = hand in(hands in|handed in|handed in|handing in)
v distribute = hand out(hands out|handed out|handed out|handing out) | v allocate = set aside(sets aside|set aside|set aside|setting aside)
v accumulate = build up(builds up|built up|built up|building up) | v examine = look at(looks at|looked at|looked at|looking at)
v discuss = talk about(talks about|talked about|talked about|talking about) | v anticipate = expect | v procure = get(gets got got getting)
v initiate = start | v cease = stop(stops stopped stopped stopping) | v necessitate = need | v relocate = move
v verify = check | v comprehend = understand(understands understood understood understanding) | v rectify = fix
v ameliorate = improve | v augment = add to(adds to|added to|added to|adding to) | v elucidate = explain | v enumerate = list
v expedite = speed up(speeds up|sped up|sped up|speeding up) | v peruse = read(reads read read reading) | v disseminate = spread(spreads spread spread spreading)
numerous = many | sufficient = enough | insufficient = too little | additional = extra | entire = whole
principal = main | initial = first | subsequent = later | prior to = before | subsequent to = after | previous = earlier
in order to = to | with regard to = about | with respect to = about | in relation to = about | regarding = about | concerning = about
approximately = about | currently = right now | presently = now | frequently = often | occasionally = sometimes
immediately = right away | rapidly = quickly | primarily = mainly | predominantly = mostly | merely = only | perhaps = maybe
particularly = especially | significant = big | substantial = big | considerable = big | beneficial = helpful | detrimental = harmful
essential = key | erroneous = wrong | incorrect = wrong | difficult = hard | inexpensive = cheap | intelligent = smart
fortunate = lucky | unfortunate = unlucky | adequate = good enough | optimal = best | crucial = key | fundamental = basic
children = kids | individuals = people | persons = people | n residence = home | n vehicle = car | n physician = doctor
n occupation = job | employment = work | remuneration = pay | n methodology = method | n component = part | n opportunity = chance
assistance = help | n inhabitant = local | n beverage = drink | garments = clothes | n error = mistake | n location = place
a number of = some | the majority of = most | due to the fact that = because | in the event that = if | at this point in time = now
in spite of = despite | with the exception of = except | for the purpose of = for | in the absence of = without
in close proximity to = near | has the ability to = can | is able to = can | are able to = can | was able to = could | were able to = could
upon = on | whilst = while | amongst = among | hence = so | it is necessary to = you need to | in accordance with = in line with
However, = But | Therefore, = So | Consequently, = So | Thus, = So | Furthermore, = Also, | Moreover, = Also, | Additionally, = Also,
Nevertheless, = Still, | Nonetheless, = Still, | In conclusion, = To sum up, | Subsequently, = Later, | Initially, = At first, | Ultimately, = In the end,
`;

/** Plain and spoken words and what a paper or a letter says instead. */
const TO_FORMAL = `
v buy(buys bought bought buying) = purchase | v find out(finds out|found out|found out|finding out) = discover
v look into(looks into|looked into|looked into|looking into) = investigate | v set up(sets up|set up|set up|setting up) = establish
v carry out(carries out|carried out|carried out|carrying out) = conduct | v point out(points out|pointed out|pointed out|pointing out) = indicate
v go up(goes up|went up|gone up|going up) = rise(rises rose risen rising) | v go down(goes down|went down|gone down|going down) = fall(falls fell fallen falling)
v get rid of(gets rid of|got rid of|gotten rid of|getting rid of) = eliminate | v put off(puts off|put off|put off|putting off) = postpone
v put up with(puts up with|put up with|put up with|putting up with) = tolerate | v think about(thinks about|thought about|thought about|thinking about) = consider
v talk about(talks about|talked about|talked about|talking about) = discuss | v deal with(deals with|dealt with|dealt with|dealing with) = address
v come up with(comes up with|came up with|come up with|coming up with) = devise | v give up(gives up|gave up|given up|giving up) = abandon
v look at(looks at|looked at|looked at|looking at) = examine | v show up(shows up|showed up|shown up|showing up) = appear
v turn down(turns down|turned down|turned down|turning down) = reject | v cut down on(cuts down on|cut down on|cut down on|cutting down on) = reduce
v figure out(figures out|figured out|figured out|figuring out) = determine | v check out(checks out|checked out|checked out|checking out) = examine
v ask for(asks for|asked for|asked for|asking for) = request | v call off(calls off|called off|called off|calling off) = cancel
v speed up(speeds up|sped up|sped up|speeding up) = accelerate | v run into(runs into|ran into|run into|running into) = encounter
v leave out(leaves out|left out|left out|leaving out) = omit(omits omitted omitted omitting) | v hand in(hands in|handed in|handed in|handing in) = submit(submits submitted submitted submitting)
v hand out(hands out|handed out|handed out|handing out) = distribute | v build up(builds up|built up|built up|building up) = accumulate
v use up(uses up|used up|used up|using up) = exhaust | v take part in(takes part in|took part in|taken part in|taking part in) = participate in(participates in|participated in|participated in|participating in)
v get better(gets better|got better|gotten better|getting better) = improve | v get worse(gets worse|got worse|gotten worse|getting worse) = deteriorate
v try to(tries to|tried to|tried to|trying to) = attempt to(attempts to|attempted to|attempted to|attempting to) | v want to(wants to|wanted to|wanted to|wanting to) = wish to(wishes to|wished to|wished to|wishing to)
v say that(says that|said that|said that|saying that) = state that(states that|stated that|stated that|stating that)
v think that(thinks that|thought that|thought that|thinking that) = believe that(believes that|believed that|believed that|believing that)
v show that(shows that|showed that|shown that|showing that) = demonstrate that(demonstrates that|demonstrated that|demonstrated that|demonstrating that)
v need to(needs to|needed to|needed to|needing to) = have to(has to|had to|had to|having to) | v mess up(messes up|messed up|messed up|messing up) = damage
v sort out(sorts out|sorted out|sorted out|sorting out) = resolve | v wipe out(wipes out|wiped out|wiped out|wiping out) = destroy
kids = children | kid = child | guys = people | folks = people | stuff = material | a bunch of = several
tons of = numerous | loads of = numerous | big = large | bigger = larger | biggest = largest | huge = very large | cheap = inexpensive
awesome = excellent | terrific = excellent | smart = intelligent | dumb = unwise | scared = afraid | boss = manager | bosses = managers
cops = police officers | ad = advertisement | ads = advertisements | info = information | pics = pictures | fridge = refrigerator | bike = bicycle
bikes = bicycles | lab = laboratory | labs = laboratories | exam = examination | exams = examinations | app = application | apps = applications
wrong = incorrect | lucky = fortunate | okay = acceptable | thanks = thank you | yeah = yes | nope = no | maybe = perhaps | gonna = going to
wanna = want to | gotta = have to | kinda = somewhat | sorta = somewhat | dunno = do not know | lemme = let me | gimme = give me
right now = currently | these days = at present | nowadays = at present | in the end = ultimately | at first = initially | by the way = incidentally
over and over = repeatedly | again and again = repeatedly | more and more = increasingly | hard to = difficult to | way more = far more | way too = far too
a lot more = considerably more | a lot less = considerably less | a lot better = considerably better | because of = owing to | right away = immediately
sometimes = occasionally | mainly = primarily | mostly = predominantly | totally = completely | super = extremely | pretty much = largely
pretty good = rather good | pretty bad = rather bad | pretty clear = rather clear | pretty sure = fairly certain | pretty well = rather well
a couple of = two or three | enough of = sufficient | on top of that = in addition | kind of like = similar to | sooner or later = eventually
But = However, | So, = Therefore, | Also, = In addition, | Plus, = In addition, | Anyway, = In any case, | Still, = Nevertheless,
`;

/** Flat words and what a storyteller says instead. */
const TO_VIVID = `
very big = enormous | very large = enormous | very small = tiny | very good = superb | very bad = dreadful | very old = ancient
very tired = exhausted | very cold = freezing | very hot = scorching | very happy = overjoyed | very sad = heartbroken | very important = vital
very fast = lightning-fast | very beautiful = stunning | very angry = furious | very hungry = ravenous | very loud = deafening
very quiet = hushed | very bright = dazzling | very dark = pitch-dark | very difficult = gruelling | very easy = effortless
very interesting = gripping | very strong = mighty | very clear = crystal-clear | very rich = opulent | very strange = uncanny
big = vast | important = vital | beautiful = breathtaking | difficult = daunting | quickly = swiftly | slowly = inch by inch
many = countless | numerous = countless | interesting = gripping | significant = striking | strange = uncanny | old = time-worn
suddenly = all at once | quietly = in a hush | often = time and again | frequently = time and again | the beginning = the dawn
v utilize = harness | v utilise = harness | v demonstrate = reveal | v show that(shows that|showed that|shown that|showing that) = reveal that(reveals that|revealed that|revealed that|revealing that)
v look at(looks at|looked at|looked at|looking at) = gaze at(gazes at|gazed at|gazed at|gazing at) | v obtain = win(wins won won winning)
v create = conjure up(conjures up|conjured up|conjured up|conjuring up) | v discover = unearth | v commence = set out(sets out|set out|set out|setting out)
v require = demand | v eliminate = sweep away(sweeps away|swept away|swept away|sweeping away) | v illuminate = light up(lights up|lit up|lit up|lighting up)
v destroy = lay waste to(lays waste to|laid waste to|laid waste to|laying waste to) | v surround = encircle | v purchase = snap up(snaps up|snapped up|snapped up|snapping up)
However, = And yet | Therefore, = And so | Furthermore, = What is more, | Moreover, = What is more, | Additionally, = What is more, | in order to = to
a large number of = a host of | a lot of = a wealth of | the majority of = the lion's share of | approximately = some
`;

const CHINESE = `
使用 用 | 购买 买 | 获得 得到 | 因此 所以 | 然而 但是 | 此外 另外 | 大约 差不多 | 目前 现在 | 立即 马上 | 或许 也许 | 母亲 妈妈 | 父亲 爸爸 | 儿童 孩子
许多 很多 | 如何 怎么 | 为何 为什么 | 由于 因为 | 倘若 如果 | 尽管 虽然 | 并且 而且 | 告知 告诉 | 归还 还给 | 协助 帮忙 | 商讨 商量 | 抵达 到 | 居住 住
极其 特别 | 迅速 很快 | 时常 常常 | 亦 也 | 均 都 | 仍然 还是 | 至今 到现在 | 逐渐 慢慢 | 究竟 到底 | 共同 一起
`;

/** `verb`: after an article or the like the same word is a noun, and stays. */
export type Replacement = { from: string; to: string; verb?: true };

export const PLAIN = replacements(TO_PLAIN);
export const FORMAL = replacements(TO_FORMAL);
export const VIVID = replacements(TO_VIVID);

const chinesePairs = CHINESE.trim()
  .split(/[|\n]/)
  .map((pair) => pair.trim().split(" "));
export const CHINESE_PLAIN: Replacement[] = chinesePairs.map(([formal = "", plain = ""]) => ({
  from: formal,
  to: plain,
}));
/** One character alone stands in too many other words to be replaced. */
export const CHINESE_FORMAL: Replacement[] = chinesePairs.flatMap(([formal = "", plain = ""]) =>
  plain.length > 1 ? [{ from: plain, to: formal }] : [],
);

function replacements(table: string): Replacement[] {
  return entries(table).flatMap((entry) => {
    const [kind, rest] = /^[vn] /.test(entry) ? [entry[0], entry.slice(2)] : ["", entry];
    const [from = "", to = ""] = rest.split(" = ");
    if (kind === "") return [{ from, to }];
    const [before, after] = [inflected(kind === "v", from), inflected(kind === "v", to)];
    return before.map((form, index) => {
      const pair = { from: form, to: after[index]! };
      return kind === "v" ? { ...pair, verb: true } : pair;
    });
  });
}

/** Entries of a table; the strokes between the forms of a phrase are inside brackets and part no entries. */
function entries(table: string): string[] {
  return table
    .split(/\s*(?:\||\n)\s*(?![^(]*\))/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
