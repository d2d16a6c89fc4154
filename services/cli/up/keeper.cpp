// SPDX-License-Identifier: MIT
#include "services/cli/up/keeper.hpp"

#include <csignal>
#include <system_error>
#include <utility>

namespace rapport::cli::up {

using Steady = std::chrono::steady_clock;

Keeper::Keeper(bus::Loop& loop, Program program, std::filesystem::path log)
    : loop_(loop), program_(std::move(program)), log_(std::move(log)) {}

Keeper::~Keeper() {
    if (waiting_) loop_.cancel(*waiting_);
}

void Keeper::start() {
    waiting_.reset();
    started_ = Steady::now();
    try {
        child_.emplace(loop_, program_.command,
                       Child::Handlers{.on_output = handlers_.on_output,
                                       .on_log = [this](std::string_view line) { logged(line); },
                                       .on_end = [this](Ended how) { ended(how); }});
    } catch (const std::system_error& error) {
        logged(std::string("cannot be started: ") + error.what());
        ended({.value = Ended::no_such_program});
        return;
    }
    handlers_.on_change();
}

void Keeper::logged(std::string_view line) {
    log_.append(line);
    handlers_.on_log(line);
}

void Keeper::stop() {
    stopping_ = true;
    if (waiting_) loop_.cancel(*std::exchange(waiting_, {}));
    if (child_) child_->signal(SIGTERM);
}

void Keeper::kill() {
    if (child_) child_->signal(SIGKILL);
}

void Keeper::ended(Ended how) {
    child_.reset();
    if (!stopping_) {
        const auto again = restarts_.after(how, std::chrono::duration_cast<Millis>(Steady::now() - started_));
        waiting_ = loop_.after(again, [this] { start(); });
        handlers_.on_trouble(how, again);
    }
    handlers_.on_change();
}

}  // namespace rapport::cli::up
