// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

/// What services tell of sources that lost the end of their history, until an operator acknowledges it.
namespace rapport::bus {

/// A consumer found that a source does not have any more what it had told, though its epoch is the same: a file was
/// cut, or an older one was put in its place.
struct Loss {
    std::int64_t row = 0;
    std::string consumer, source, epoch;
    std::int64_t handled = 0, last = 0;
    Instant noticed;

    static constexpr auto fields =
        describe(Field{"row", &Loss::row, "which loss"},
                 Field{"consumer", &Loss::consumer, "who noticed: projection or reaction"},
                 Field{"source", &Loss::source, "whose history"}, Field{"epoch", &Loss::epoch, "of its store"},
                 Field{"handled", &Loss::handled, "up to where the consumer had handled the history that is gone"},
                 Field{"last", &Loss::last, "the newest that the source had when this was noticed"},
                 Field{"noticed", &Loss::noticed, "when"});
};

/// For people, without whose it is.
std::string in_words(const Loss& loss);

/// What `$losses` answers: those that nobody has acknowledged.
struct Losses {
    std::vector<Loss> losses;
    static constexpr auto fields = describe(Field{"losses", &Losses::losses, "in order, at most 200"});
};

/// Parameters of `$acknowledge`.
struct AcknowledgeLosses {
    std::optional<std::string> source;
    static constexpr auto fields = describe(Field{"source", &AcknowledgeLosses::source, "whose; none: all of them"});
};
/// Its answer.
struct Acknowledged {
    std::int64_t losses = 0;
    static constexpr auto fields = describe(Field{"losses", &Acknowledged::losses, "how many"});
};

}  // namespace rapport::bus
