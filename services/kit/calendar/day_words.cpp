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

}  // namespace

DayMeaning meaning_of(std::string_view summary) {
    static const Words at_work = folded_all(worked), at_rest = folded_all(free_as_well), moved = folded_all(exchanged),
                       free = folded_all(free_day);
    const std::string text = folded(summary);
    if (text == "班" || names_any(text, at_work))
        return names_any(text, at_rest) ? DayMeaning::unclear : DayMeaning::worked;
    return names_any(text, moved) && !names_any(text, free) ? DayMeaning::unclear : DayMeaning::holiday;
}

}  // namespace rapport::kit
