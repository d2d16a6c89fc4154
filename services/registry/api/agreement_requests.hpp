// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/agreement.hpp"

namespace rapport::registry::api {

/// Notice for the next end that it is in time for.
struct GiveNotice {
    AgreementId id;
    std::optional<std::int64_t> version;
    std::optional<Day> on;
    std::string reason;
    static constexpr auto fields =
        describe(identity(&GiveNotice::id, &GiveNotice::version),
                 Field{"on", &GiveNotice::on, "the day on which it was in; today if left out"},
                 Field{"reason", &GiveNotice::reason, "why", length(1, 2000), multiline});
};

}  // namespace rapport::registry::api
