// SPDX-License-Identifier: MIT
#include "bus/events/loss.hpp"

#include "bus/base/time.hpp"

namespace rapport::bus {

std::string in_words(const Loss& loss) {
    return "the end of the history was lost: " + std::to_string(loss.handled) + " events were handled, and at " +
           to_text(loss.noticed) + " the source had " + std::to_string(loss.last) +
           (loss.last < loss.handled ? "" : ", not the same");
}

}  // namespace rapport::bus
