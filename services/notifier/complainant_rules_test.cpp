// SPDX-License-Identifier: MIT
// The letters to complainants, each in each language.
#include <gmock/gmock-matchers.h>

#include <map>
#include <set>

#include "bus/base/codec.hpp"
#include "bus/base/wire.hpp"
#include "services/notifier/letter.hpp"

namespace rapport::notifier {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto link = "https://help.example.com/feedback/complaint/t0k3n";

/// `state` is what becomes of it: a complaint's outcome, or `question` if it was one; the state of anything else.
bus::Event told(const std::string& type, const std::string& state = {}) {
    bus::Event event{.source = "complaints", .type = type};
    const bool adopted = state == "adopted";
    event.data = {from_json(R"({"note":{"text":"THE NOTE"},
        "question":{"number":"C-2026-000042","subject":"No network","answer":"THE ANSWER"},
        "compliment":{"number":"C-2026-000042","praised":"No network","state":")" +
                            state + R"("},
        "suggestion":{"number":"C-2026-000042","subject":"No network","answer":"THE ANSWER","adopted":)" +
                            (adopted ? "true" : "false") + R"(,"state":")" +
                            (adopted || state == "declined" ? "answered" : state) + R"("},
        "complaint":{"number":"C-2026-000042","subject":"No network",
        "resolution":"THE OFFER","ended_because":"THE REASON","recourse":"THE OMBUDSMAN","final_position":"THE LAST WORD",
        "reply_by":"2026-12-04T13:20:00.000Z","was_question":)" +
                            (state == "question" ? "true" : "false") + R"(,"outcome":")" + state + "\"}}")};
    return event;
}

std::map<std::string, Letter> letters(const Rule& rule, const bus::Event& event, const std::string& to_link = link) {
    std::map<std::string, Letter> all;
    for (const char* language : {"en", "zh", "de"})
        all[language] =
            write(template_in(rule, {language}), any_of(event),
                  {"Ann Li", "ann@example.com", language, "Europe/Berlin", to_link}, {.organisation = "ACME Desk"});
    return all;
}

struct Expected {
    const char* event;
    const char* outcome;
    const char* shipped;
    std::vector<std::string> says;
    bool day = false;
};
const Expected every_letter[] = {
    {"complaints.opened", "", "receipt", {}},
    {"complaints.opened", "question", "question_taken_up", {}},
    {"complaints.proposed", "", "offer", {"THE OFFER"}, true},
    {"complaints.reminded", "", "reminder", {"THE OFFER"}, true},
    {"complaints.answered", "", "note", {"THE NOTE"}},
    {"complaints.rejected", "", "rejection", {"THE REASON", "THE OMBUDSMAN"}},
    {"complaints.closed", "accepted", "closing", {"THE OFFER"}},
    {"complaints.closed", "", "closing", {"THE OFFER"}},
    {"complaints.closed", "no_reply", "closing_without_reply", {"THE OFFER"}},
    {"complaints.closed", "final_position", "final_position", {"THE LAST WORD", "THE OMBUDSMAN"}},
    {"complaints.reinstated", "", "reinstatement", {"THE OFFER"}, true},
    {"complaints.question_received", "", "question_receipt", {}},
    {"complaints.question_answered", "", "answer", {"THE ANSWER"}},
    {"complaints.compliment_received", "", "compliment_receipt", {}},
    {"complaints.compliment_moved", "thanked", "thanks", {}},
    {"complaints.suggestion_received", "", "suggestion_receipt", {}},
    {"complaints.suggestion_moved", "adopted", "suggestion_answer", {"THE ANSWER"}},
    {"complaints.suggestion_moved", "declined", "suggestion_answer", {"THE ANSWER"}},
};

TEST(ComplainantRules, OneLetterForEachThingThatHappens) {
    std::set<std::string> shown;
    for (const Expected& each : every_letter) {
        std::vector<std::string> applying;
        for (const Rule& rule : complainant_rules())
            if (rule.event == each.event && applies(rule, any_of(told(each.event, each.outcome))))
                applying.push_back(*rule.shipped);
        EXPECT_THAT(applying, testing::ElementsAre(each.shipped)) << each.event << ' ' << each.outcome;
        shown.insert(each.shipped);
    }
    EXPECT_EQ(shown.size(), complainant_rules().size());
}

TEST(ComplainantRules, WhatIsAmongUsTellsNobody) {
    for (const auto& [type, state] :
         std::initializer_list<std::pair<const char*, const char*>>{{"complaints.compliment_moved", "forwarded"},
                                                                    {"complaints.compliment_moved", "published"},
                                                                    {"complaints.suggestion_moved", "considered"},
                                                                    {"complaints.suggestion_adopted", "adopted"}})
        for (const Rule& rule : complainant_rules())
            EXPECT_FALSE(rule.event == type && applies(rule, any_of(told(type, state)))) << type << ' ' << state;
}

TEST(ComplainantRules, TheAnswerToASuggestionSaysWhatWasDecided) {
    for (const Rule& rule : complainant_rules()) {
        if (rule.shipped != "suggestion_answer") continue;
        const auto yes = letters(rule, told(rule.event, "adopted")), no = letters(rule, told(rule.event, "declined"));
        EXPECT_THAT(yes.at("en").text, HasSubstr("\"No network\". We will do it. This is our answer:\n\nTHE ANSWER"));
        EXPECT_THAT(no.at("en").text, HasSubstr("\"No network\". We have decided not to do it. This is"));
        EXPECT_THAT(yes.at("zh").text, HasSubstr("，决定予以采纳。我们的答复如下："));
        EXPECT_THAT(no.at("zh").text, HasSubstr("，经研究决定暂不采纳。我们的答复如下："));
        EXPECT_THAT(yes.at("de").text, HasSubstr("nachgedacht. Wir setzen ihn um. Dies ist"));
        EXPECT_THAT(no.at("de").text, HasSubstr("nachgedacht. Wir haben uns dagegen entschieden. Dies ist"));
        return;
    }
    FAIL() << "no such rule";
}

TEST(ComplainantRules, EachLetterHasItsNumberLinkAndDayInEachLanguage) {
    const std::map<std::string, std::string> day{{"en", "Friday, 4 December 2026, 14:20 (Europe/Berlin)"},
                                                 {"zh", "2026年12月4日（星期五）14:20（Europe/Berlin）"},
                                                 {"de", "Freitag, 4. Dezember 2026, 14:20 Uhr (Europe/Berlin)"}};
    const std::map<std::string, std::string> greeting{
        {"en", "Dear Ann Li,\n\n"}, {"zh", "尊敬的Ann Li：\n\n您好！"}, {"de", "Guten Tag Ann Li,\n\n"}};
    const std::map<std::string, std::string> end{{"en", "\n\nKind regards\nACME Desk\n"},
                                                 {"zh", "\n\n此致\n敬礼\n\nACME Desk\n"},
                                                 {"de", "\n\nMit freundlichen Grüßen\nACME Desk\n"}};
    for (const Expected& each : every_letter)
        for (const Rule& rule : complainant_rules()) {
            if (*rule.shipped != each.shipped) continue;
            for (const auto& [language, letter] : letters(rule, told(each.event, each.outcome))) {
                const std::string where = std::string(each.shipped) + ' ' + language + ":\n" + letter.text;
                EXPECT_EQ(letter.language, language);
                EXPECT_THAT(letter.subject, HasSubstr("C-2026-000042")) << where;
                EXPECT_LE(letter.subject.size(), 120U) << "a mail program shows no more";
                EXPECT_THAT(letter.text, testing::StartsWith(greeting.at(language))) << where;
                EXPECT_THAT(letter.text, testing::EndsWith(end.at(language))) << where;
                EXPECT_THAT(letter.text, AllOf(HasSubstr("No network"), HasSubstr("\n" + std::string(link) + "\n")))
                    << where;
                EXPECT_EQ(letter.text.find(day.at(language)) != std::string::npos, each.day) << where;
                for (const std::string& said : each.says) EXPECT_THAT(letter.text, HasSubstr(said)) << where;
                EXPECT_THAT(letter.text, AllOf(Not(HasSubstr("{{")), Not(HasSubstr("\n\n\n")), Not(HasSubstr("  "))))
                    << where;
            }
        }
}

TEST(ComplainantRules, OnlyOfAComplaintALetterSaysThatItsLinkIsToReplyBy) {
    for (const Rule& rule : complainant_rules()) {
        const Letter letter = letters(rule, told(rule.event)).at("en");
        const bool complaint = letter.text.find("reply in your name") != letter.text.npos;
        EXPECT_NE(complaint, letter.text.find("can read what you wrote") != letter.text.npos) << *rule.shipped;
        EXPECT_EQ(complaint, rule.templates.at(0).text.find("{{complaint.link}}") != std::string::npos)
            << *rule.shipped;
    }
}

TEST(ComplainantRules, WithoutALinkALetterSpeaksOfNone) {
    for (const Rule& rule : complainant_rules())
        for (const auto& [language, letter] : letters(rule, told(rule.event), ""))
            EXPECT_THAT(letter.text, AllOf(Not(HasSubstr("own page")), Not(HasSubstr("专属页面")),
                                           Not(HasSubstr("persönlichen Seite")), Not(HasSubstr("\n\n\n"))))
                << *rule.shipped << ' ' << language;
}

}  // namespace
}  // namespace rapport::notifier
