// SPDX-License-Identifier: MIT
#pragma once
#include <mutex>

#include "services/gateway/http/auth.hpp"

namespace rapport::gateway::testing {

/// A right that does not end.
class ForGood final : public Admission {
public:
    using Admission::Admission;
    std::optional<std::string> ended() const override { return {}; }
};

/// When and why rights end, as a test says.
class Ending {
public:
    void end(const std::string& why) {
        const std::lock_guard lock(mutex_);
        why_ = why;
    }
    std::optional<std::string> why() const {
        const std::lock_guard lock(mutex_);
        return why_;
    }

private:
    mutable std::mutex mutex_;
    std::optional<std::string> why_;
};

/// A right that ends when the test says so.
class UntilEnded final : public Admission {
public:
    UntilEnded(Actor actor, std::shared_ptr<const Ending> ending)
        : Admission(std::move(actor)), ending_(std::move(ending)) {}
    std::optional<std::string> ended() const override { return ending_->why(); }

private:
    const std::shared_ptr<const Ending> ending_;
};

}  // namespace rapport::gateway::testing
