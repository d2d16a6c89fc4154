// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/method.hpp"

/// What whoever learns of it tells of people who are not to be written to, or cannot be. The registry marks them, and
/// who sends looks at its replica of the registry before each letter.
namespace rapport::kit {

/// Data of `notifier.opted_out`: somebody outside wants no such letters any more.
struct OptedOut {
    std::optional<Uuid> contact;
    std::optional<std::string> address;
    std::string how;
    static constexpr auto fields = describe(
        Field{"contact", &OptedOut::contact, "the registry's contact, where it was a letter to one"},
        Field{"address", &OptedOut::address, "the e-mail address, where they want none there, for whomever", personal},
        Field{"how", &OptedOut::how, "how they said so: by the link in a letter, in a survey"});
};
/// Data of `notifier.bounced`: nothing can be sent to that address, and that will stay so.
struct Bounced {
    std::string address, reason;
    static constexpr auto fields =
        describe(Field{"address", &Bounced::address, "the e-mail address", personal},
                 Field{"reason", &Bounced::reason, "what the other side says of it", personal});
};

inline constexpr Event<OptedOut> opted_out_of_notices{"notifier.opted_out", "somebody wants no notices any more"};
inline constexpr Event<Bounced> bounced{"notifier.bounced", "nothing can be sent to an address"};

}  // namespace rapport::kit
