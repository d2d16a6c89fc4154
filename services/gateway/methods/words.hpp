// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/engine.hpp"
#include "services/kit/wording.hpp"

namespace rapport::gateway {

/// What the names of all services are called in a language, and who did not say so in time.
struct AllWords {
    std::string language;
    Any words;
    std::vector<std::string> missing;

    static constexpr auto fields = describe(
        Field{"language", &AllWords::language, "of the words"},
        Field{"words", &AllWords::words,
              "messages (ICU MessageFormat) by key: `Complaint.severity` of a field, `Severity.critical` of a "
              "value, `Complaint` of a record, `complaints_open` of an operation, `complaints.opened` of a type "
              "of event, `resource.complaints` of a list, `too_long` of a reason"},
        Field{"missing", &AllWords::missing, "services that did not answer in time: their words are missing"});
};

inline constexpr kit::Query<kit::AskWords, AllWords> words_query{
    "words", kit::GET("/words/{language}"), kit::everyone,
    "Say what fields, values, operations, lists, events and reasons are called in a language."};

/// The words of the gateway's own methods, and what the services answered. Throws Error for a language that is not
/// there.
AllWords merged_words(const std::string& language, const kit::Answers& answers, const bus::ServiceInfo& own);

}  // namespace rapport::gateway
