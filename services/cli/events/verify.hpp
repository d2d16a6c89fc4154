// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/base/error.hpp"
#include "services/cli/target.hpp"
#include "services/kit/engine/outbox.hpp"

namespace rapport::cli::events {

/// What one service says of its own history, or why it says nothing.
struct Finding {
    std::string source;
    std::optional<kit::Verification> verification;
    std::optional<Error> error;

    bool whole() const {
        return verification && verification->gaps == 0 && verification->duplicates == 0 && verification->chain_intact &&
               verification->losses.empty();
    }
};

/// Asks every service of the deployment that has a history, one after another since each reads its whole store. Error
/// if the bus cannot be asked who there is.
std::vector<Finding> verify_all(const Target& target);

/// Has every service forget the losses of that source's history, or of all, that it noticed; how many there were. Error
/// if one cannot be asked.
std::int64_t acknowledge_losses(const Target& target, const std::optional<std::string>& source);

}  // namespace rapport::cli::events
