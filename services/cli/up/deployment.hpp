// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <set>
#include <string>

#include "services/cli/state_dir.hpp"
#include "services/cli/up/console.hpp"
#include "services/cli/up/plan.hpp"
#include "services/cli/up/readiness.hpp"
#include "services/cli/up/supervisor.hpp"

namespace rapport::cli::up {

/// One running deployment: what is run, when it is ready, what its operator and the other verbs are told about it.
/// Belongs to its loop's thread, the main one; stops the loop when everything has ended.
class Deployment {
public:
    /// Throws Error as plan() does. The caller holds the StateLock.
    Deployment(bus::Loop& loop, const StateDir& state, PlanOptions options);
    ~Deployment();

    void start();
    /// Ends everything, in order; a second call at once.
    void stop();
    /// 0 after stop(). If it stopped by itself before it was ready: cannot_start if a program says that it cannot start
    /// as things are, 1 if one ends again and again.
    int exit_code() const { return exit_code_; }

private:
    void heard(const Keeper& program, std::string_view line);
    void logged(const Keeper& program, std::string_view line);
    void troubled(const Keeper& program, Ended how, Millis again);
    void give_up(const Keeper& program);
    void gateway_listens(const std::string& address);
    void ready();
    void write_run_file();
    void tell_awaited();

    bus::Loop& loop_;
    const StateDir& state_;
    PlanOptions options_;
    RunFile run_;
    Console console_;
    std::set<std::string> reported_;  ///< programs of which it was said that they end again and again
    Supervisor supervisor_;
    std::optional<Readiness> readiness_;
    std::optional<bus::Loop::TimerId> patience_;
    int exit_code_ = 0;
};

}  // namespace rapport::cli::up
