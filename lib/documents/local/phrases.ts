/** The few fixed sentences the local engine writes itself, in the language of the document where we have them. */
type Phrases = {
  notAnswered: string;
  whatIs: (term: string) => string;
  whatAbout: (title: string) => string;
  whatHappened: (year: string) => string;
  general: [string, string, string];
};

const ENGLISH: Phrases = {
  notAnswered: "The document does not seem to answer this question.",
  whatIs: (term) => `What is said about ${term}?`,
  whatAbout: (title) => `What is the section “${title}” about?`,
  whatHappened: (year) => `What happened in ${year}?`,
  general: ["What is this document about?", "What are its main points?", "What does it conclude?"],
};

const PHRASES: Record<string, Phrases> = {
  en: ENGLISH,
  zh: {
    notAnswered: "该文档似乎没有回答这个问题。",
    whatIs: (term) => `文中关于“${term}”说了什么？`,
    whatAbout: (title) => `“${title}”一节讲了什么？`,
    whatHappened: (year) => `${year}年发生了什么？`,
    general: ["这份文档讲了什么？", "主要观点是什么？", "结论是什么？"],
  },
  ja: {
    notAnswered: "この文書には、この質問への答えが見当たりません。",
    whatIs: (term) => `「${term}」について何が書かれていますか？`,
    whatAbout: (title) => `「${title}」の節には何が書かれていますか？`,
    whatHappened: (year) => `${year}年に何がありましたか？`,
    general: ["この文書は何について書かれていますか？", "要点は何ですか？", "結論は何ですか？"],
  },
  de: {
    notAnswered: "Das Dokument scheint diese Frage nicht zu beantworten.",
    whatIs: (term) => `Was wird über „${term}“ gesagt?`,
    whatAbout: (title) => `Worum geht es im Abschnitt „${title}“?`,
    whatHappened: (year) => `Was geschah ${year}?`,
    general: ["Wovon handelt dieses Dokument?", "Was sind die wichtigsten Punkte?", "Zu welchem Schluss kommt es?"],
  },
  fr: {
    notAnswered: "Le document ne semble pas répondre à cette question.",
    whatIs: (term) => `Que dit le document au sujet de « ${term} » ?`,
    whatAbout: (title) => `De quoi traite la section « ${title} » ?`,
    whatHappened: (year) => `Que s’est-il passé en ${year} ?`,
    general: ["De quoi parle ce document ?", "Quels sont les points principaux ?", "Quelle est la conclusion ?"],
  },
  es: {
    notAnswered: "El documento no parece responder a esta pregunta.",
    whatIs: (term) => `¿Qué se dice sobre «${term}»?`,
    whatAbout: (title) => `¿De qué trata la sección «${title}»?`,
    whatHappened: (year) => `¿Qué ocurrió en ${year}?`,
    general: ["¿De qué trata este documento?", "¿Cuáles son los puntos principales?", "¿A qué conclusión llega?"],
  },
  ru: {
    notAnswered: "Похоже, документ не отвечает на этот вопрос.",
    whatIs: (term) => `Что говорится о «${term}»?`,
    whatAbout: (title) => `О чём раздел «${title}»?`,
    whatHappened: (year) => `Что произошло в ${year} году?`,
    general: ["О чём этот документ?", "Каковы основные положения?", "Какой сделан вывод?"],
  },
};

export function phrases(language: string): Phrases {
  return PHRASES[language] ?? ENGLISH;
}
