// SPDX-License-Identifier: MIT
#include "services/kit/calendar/day_words.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <vector>

#include "services/kit/text/folding.hpp"

namespace rapport::kit {
namespace {

/// Words for a day that is worked. Each begins a word; a negation before it takes it back.
constexpr auto worked = std::to_array<std::string_view>({
    // English, the Philippines' "special (working) holiday" among it
    "working day",
    "workday",
    "work day",
    "working saturday",
    "working sunday",
    "working weekend",
    "working holiday",
    "(working)",
    "working monday",
    "working tuesday",
    "working wednesday",
    "working thursday",
    "working friday",
    // German, Dutch, Danish, Norwegian, Swedish
    "arbeitstag",
    "arbeitssamstag",
    "arbeitssonntag",
    "einarbeitungstag",
    "einarbeitstag",
    "werkdag",
    "werkzaterdag",
    "arbejdsdag",
    "arbeidsdag",
    "arbetsdag",
    // Finnish, Estonian, Latvian, Lithuanian
    "työpäivä",
    "tööpäev",
    "darba diena",
    "darbo diena",
    "darbo šeštadienis",
    // French, Spanish, Catalan, Portuguese, Italian, Romanian
    "jour travaillé",
    "jour ouvré",
    "jour ouvrable",
    "samedi travaillé",
    "journée travaillée",
    "día laborable",
    "dia laborable",
    "día laboral",
    "dia laboral",
    "día hábil",
    "dia hábil",
    "día trabajado",
    "sábado laborable",
    "dia feiner",
    "dia útil",
    "dia trabalhado",
    "sábado trabalhado",
    "giorno lavorativo",
    "sabato lavorativo",
    "zi lucrătoare",
    "zi lucratoare",
    "sâmbătă lucrătoare",
    "zi de recuperare",
    // Polish, Czech, Slovak, Slovene, Croatian, Serbian
    "dzień roboczy",
    "dzień pracujący",
    "sobota robocza",
    "sobota pracująca",
    "niedziela pracująca",
    "pracovní den",
    "pracovní sobota",
    "pracovný deň",
    "pracovná sobota",
    "delovni dan",
    "delovna sobota",
    "radni dan",
    "radna subota",
    // Hungarian, Turkish, Azerbaijani, Indonesian, Vietnamese
    "munkanap",
    "ledolgoz",
    "munkaszombat",
    "iş günü",
    "İş günü",
    "çalışma günü",
    "mesai günü",
    "hari kerja",
    "ngày làm việc",
    "ngày làm bù",
    "làm bù",
    "làm việc bù",
    // Russian, Ukrainian, Belarusian, Bulgarian, Macedonian, Serbian, Kazakh
    "рабочий день",
    "рабочая суббота",
    "рабочее воскресенье",
    "рабочий понедельник",
    "рабочая пятница",
    "отработка",
    "робочий день",
    "робоча субота",
    "відпрацювання",
    "працоўны дзень",
    "рабочы дзень",
    "працоўная субота",
    "работен ден",
    "работна събота",
    "отработване",
    "работна сабота",
    "радни дан",
    "радна субота",
    "жұмыс күні",
    // Greek, Hebrew, Arabic, Armenian
    "εργάσιμη",
    "יום עבודה",
    "يوم عمل",
    "աշխատանքային օր",
    // Chinese, Japanese, Korean, Thai: words are not set apart
    "上班",
    "补班",
    "補班",
    "工作日",
    "(班)",
    "[班]",
    "【班】",
    "〔班〕",
    "「班」",
    "补工",
    "補工",
    "出勤日",
    "振替出勤",
    "営業日",
    "出社日",
    "근무일",
    "대체근무",
    "대체 근무",
    "정상근무",
    "출근",
    "วันทำงาน",
});

/// Words for a day of which but a part is worked, or is free: they do not say which. Each begins a word.
constexpr auto shortened = std::to_array<std::string_view>({
    // English
    "half day",
    "half-day",
    "halfday",
    "half working day",
    "half holiday",
    "half-holiday",
    "early close",
    "early closing",
    "early closure",
    "early dismissal",
    "early release",
    "closes early",
    "closing early",
    "shortened",
    "short day",
    "reduced hours",
    // German, Dutch, Danish, Norwegian, Swedish, Finnish
    "halbtag",
    "halbtäg",
    "halber tag",
    "halber arbeitstag",
    "halber feiertag",
    "verkürzt",
    "halve dag",
    "halv dag",
    "halvdag",
    "puolipäivä",
    // French, Spanish, Portuguese, Italian, Romanian
    "demi-journée",
    "demi journée",
    "journée réduite",
    "journée écourtée",
    "medio día",
    "media jornada",
    "jornada reducida",
    "meio expediente",
    "meio período",
    "mezza giornata",
    "orario ridotto",
    "jumătate de zi",
    "program redus",
    // Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Turkish
    "skrócon",
    "pół dnia",
    "zkrácen",
    "skráten",
    "skrajšan",
    "skraćen",
    "rövidített",
    "félnap",
    "fél nap",
    "yarım gün",
    // Russian, Ukrainian, Belarusian, Bulgarian
    "сокращён",
    "сокращен",
    "укорочен",
    "предпраздничн",
    "короткий день",
    "неполный рабочий день",
    "скорочен",
    "передсвятков",
    "скарочан",
    "перадсвяточн",
    "съкратен",
    // Greek, Hebrew, Arabic, Indonesian, Vietnamese
    "ημιαργία",
    "חצי יום",
    "نصف يوم",
    "setengah hari",
    "nửa ngày",
    // Chinese, Japanese, Korean, Thai
    "半天",
    "半日",
    "半休",
    "提前下班",
    "提早下班",
    "短縮営業",
    "반일",
    "반나절",
    "단축근무",
    "단축 근무",
    "ครึ่งวัน",
});

/// Words that take back what follows, after another word: "non-working day".
constexpr auto negations = std::to_array<std::string_view>(
    {"no",    "not", "non",   "never", "kein",  "keine", "nicht", "geen",       "niet", "ikke", "ikkje", "inte",
     "ingen", "ei",  "nem",   "ne",    "nav",   "nie",   "není",  "nije",       "ni",   "nu",   "não",   "pas",
     "sans",  "sin", "bez",   "не",    "няма",  "нема",  "без",   "нет",        "μη",   "όχι",  "לא",    "غير",
     "ليس",   "ոչ",  "bukan", "không", "değil", "qeyri", "емес",  "tarptautinė"});  // Lithuanian: what May Day is
                                                                                    // called

/// The same where words are not set apart, right before the word.
constexpr auto joined_negations =
    std::to_array<std::string_view>({"不", "不用", "不必", "不需", "无需", "無需", "无须", "無須", "免", "停止", "暂停",
                                     "暫停", "停", "非", "비", "ไม่ใช่"});

/// What may stand between a negation and the word: "not a working day".
constexpr auto between_them =
    std::to_array<std::string_view>({"a", "an", "un", "una", "um", "en", "et", "ein", "is", "ist", "es", "est", "este",
                                     "è", "é", "er", "är", "je", "jest"});

/// Words for a free day that leave it open which is meant where a working day is named too.
constexpr auto free_as_well = std::to_array<std::string_view>({"pihenőnap", "выходной", "(休)"});

/// Words for a free day. What such a summary tells after a dash, or of what was moved, is of another day: "Выходной
/// день — рабочий день перенесён на 25 апреля".
constexpr auto free_at_first = std::to_array<std::string_view>(
    {"pihenőnap", "выходной", "нерабочий", "выхадны", "нерабочы", "вихідний", "неробочий", "day off", "non-working"});
constexpr auto of_another_day =
    std::to_array<std::string_view>({"—", "–", " - ", ", перенес", ", перенёс", "; перенес", "; перенёс"});

/// Days that were exchanged, and the words that say that it is the free one.
constexpr auto exchanged = std::to_array<std::string_view>({"调休", "調休", "对调", "對調"});
constexpr auto free_day = std::to_array<std::string_view>(
    {"放假", "休息", "休假", "假期", "(休)", "[休]", "【休】", "补休", "補休", "补假", "補假"});

using Words = std::vector<std::string>;

Words folded_all(const auto& words) {
    Words all;
    for (const std::string_view word : words) all.push_back(folded(word));
    return all;
}

UChar32 code_point_before(std::string_view text, std::size_t& at) {
    auto i = static_cast<std::int32_t>(at);
    UChar32 c = 0;
    U8_PREV(text.data(), 0, i, c);
    at = static_cast<std::size_t>(i);
    return c;
}

/// The letters that end at `at`, which is moved to before them.
std::string_view word_before(std::string_view text, std::size_t& at) {
    std::size_t begin = at;
    while (begin > 0) {
        std::size_t before = begin;
        if (!u_isalnum(code_point_before(text, before))) break;
        begin = before;
    }
    const auto word = text.substr(begin, at - begin);
    at = begin;
    return word;
}

/// Whether letters of that script are set apart into words.
bool set_apart(std::string_view word) {
    std::int32_t i = 0;
    UChar32 c = 0;
    U8_NEXT(word.data(), i, static_cast<std::int32_t>(word.size()), c);
    return u_isalpha(c) && c < 0x0E00;  // from Thai on they are not; the few others beyond are none of ours
}

bool contains(const Words& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

bool taken_back(std::string_view before) {
    static const Words joined = folded_all(joined_negations), apart = folded_all(negations),
                       passed_over = folded_all(between_them);
    if (std::ranges::any_of(joined, [&](const std::string& no) { return before.ends_with(no); })) return true;
    std::size_t at = before.size();
    for (int words = 0; words < 2; ++words) {
        while (at > 0) {  // what stands between words of one clause
            std::size_t next = at;
            const UChar32 c = code_point_before(before, next);
            if (u_isalnum(c) || c == ',' || c == ';' || c == '.') break;
            at = next;
        }
        const auto word = word_before(before, at);
        if (contains(apart, word)) return true;
        if (!contains(passed_over, word)) return false;
    }
    return false;
}

bool names(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        std::size_t before = at;
        const bool begins = !set_apart(word) || at == 0 || !u_isalnum(code_point_before(text, before));
        if (begins && !taken_back(text.substr(0, at))) return true;
    }
    return false;
}

bool names_any(std::string_view text, const Words& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return names(text, word); });
}

/// Whether it calls its day free, and names no worked one but as another day.
bool begins_free(std::string_view text, const Words& at_work) {
    static const Words free = folded_all(free_at_first), other = folded_all(of_another_day);
    while (!text.empty() && (text[0] == '*' || text[0] == ' ')) text.remove_prefix(1);
    if (std::ranges::none_of(free, [&](const std::string& word) { return text.starts_with(word); })) return false;
    std::size_t end = text.npos;
    for (const std::string& mark : other) end = std::min(end, text.find(mark));
    return end != text.npos && !names_any(text.substr(0, end), at_work);
}

}  // namespace

DayMeaning meaning_of(std::string_view summary) {
    static const Words at_work = folded_all(worked), at_rest = folded_all(free_as_well), moved = folded_all(exchanged),
                       free = folded_all(free_day), in_part = folded_all(shortened);
    const std::string text = folded(summary);
    if (names_any(text, in_part)) return DayMeaning::unclear;
    if (begins_free(text, at_work)) return DayMeaning::holiday;
    if (text == "班" || names_any(text, at_work))
        return names_any(text, at_rest) ? DayMeaning::unclear : DayMeaning::worked;
    return names_any(text, moved) && !names_any(text, free) ? DayMeaning::unclear : DayMeaning::holiday;
}

}  // namespace rapport::kit
