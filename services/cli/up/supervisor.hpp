// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/up/keeper.hpp"
#include "services/cli/up/plan.hpp"

namespace rapport::cli::up {

/// Keeps the programs of a plan running: starts bus, services and gateway, and stops them the other way round. Belongs
/// to its loop's thread, the main one.
class Supervisor {
public:
    /// What happens to any of the processes; called on the loop's thread.
    struct Handlers {
        std::function<void(const Keeper&, std::string_view line)> on_output;
        std::function<void(const Keeper&, std::string_view line)> on_log;
        std::function<void(const Keeper&, Ended how, Millis again)> on_trouble;
        std::function<void()> on_change;   ///< processes() is another now
        std::function<void()> on_stopped;  ///< after stop(), when nothing runs any more
    };
    /// The time that each of gateway, services and bus has to end before it is killed: together less than 3 s.
    static constexpr Millis patience{900};

    Supervisor(bus::Loop& loop, Plan plan, const std::filesystem::path& logs, Handlers handlers);
    ~Supervisor();

    void start();
    /// Asks everything to end, in order. Called again, it kills what is left.
    void stop();
    bool stopping() const { return stopping_; }
    Keeper& gateway() { return *stages_.front().front(); }
    /// The bus first, the gateway last.
    std::vector<const Keeper*> programs() const;

private:
    using Stage = std::vector<std::unique_ptr<Keeper>>;
    std::unique_ptr<Keeper> keeper(Program program, const std::filesystem::path& logs);
    void changed();
    void begin_stage();
    void kill_stage();

    bus::Loop& loop_;
    Handlers handlers_;
    std::vector<Stage> stages_;  ///< in the order in which they are stopped
    std::size_t stage_ = 0;      ///< that is being stopped
    std::optional<bus::Loop::TimerId> limit_;
    bool stopping_ = false;
    bool impatient_ = false;
};

}  // namespace rapport::cli::up
