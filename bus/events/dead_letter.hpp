// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/any.hpp"
#include "bus/base/fields.hpp"

/// What services tell of events that they could not handle and put aside, so that the others go on.
namespace rapport::bus {

/// A parked event, as an operator sees it.
struct DeadLetter {
    std::int64_t row = 0;
    std::string consumer, source, subject;
    std::int64_t sequence = 0;
    std::string error;
    Instant parked;
    Any event;

    static constexpr auto fields = describe(
        Field{"row", &DeadLetter::row, "which letter"},
        Field{"consumer", &DeadLetter::consumer, "who could not: projection or reaction"},
        Field{"source", &DeadLetter::source, "whose event"}, Field{"subject", &DeadLetter::subject, "about what"},
        Field{"sequence", &DeadLetter::sequence, "its place in the source's history"},
        Field{"error", &DeadLetter::error, "why not"}, Field{"parked", &DeadLetter::parked, "since when"},
        Field{"event", &DeadLetter::event, "the event itself"});
};

/// Parameters of `$dead_letters`.
struct ReadDeadLetters {
    std::int64_t after = 0;
    static constexpr auto fields =
        describe(Field{"after", &ReadDeadLetters::after, "the last row that is known", defaulted});
};

/// Its answer; empty when there is nothing after.
struct DeadLetters {
    std::vector<DeadLetter> letters;
    static constexpr auto fields = describe(Field{"letters", &DeadLetters::letters, "in order, at most 200"});
};

/// Parameters of `$redrive` and `$drop`.
struct DeadLetterRow {
    std::int64_t row = 0;
    static constexpr auto fields = describe(Field{"row", &DeadLetterRow::row, "which dead letter"});
};

}  // namespace rapport::bus
