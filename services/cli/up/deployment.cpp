// SPDX-License-Identifier: MIT
#include "services/cli/up/deployment.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "bus/base/error.hpp"
#include "bus/base/program.hpp"

namespace rapport::cli::up {
namespace {

namespace fs = std::filesystem;

constexpr bus::Loop::Duration long_time_to_start{5'000};

/// What a program said before it ended.
std::string last_words(const Keeper& program) {
    if (program.log().last().empty()) return "it does not say why";
    std::string words = program.log().last().back();
    if (const auto own = "rapport-" + program.program().name + ": "; words.starts_with(own)) words.erase(0, own.size());
    return words;
}

fs::path made(const fs::path& folder) {
    fs::create_directories(folder);
    return folder;
}

}  // namespace

Deployment::Deployment(bus::Loop& loop, const StateDir& state, PlanOptions options)
    : loop_(loop),
      state_(state),
      options_(std::move(options)),
      run_{.pid = ::getpid(), .bus = options_.bus},
      console_(made(state.logs())),
      supervisor_(
          loop, plan(options_), state.logs(),
          {.on_output = [this](const Keeper& program, std::string_view line) { heard(program, line); },
           .on_log = [this](const Keeper& program, std::string_view line) { logged(program, line); },
           .on_trouble = [this](const Keeper& program, Ended how, Millis again) { troubled(program, how, again); },
           .on_change = [this] { write_run_file(); },
           .on_stopped = [this] { loop_.stop(); }}) {}

Deployment::~Deployment() {
    if (patience_) loop_.cancel(*patience_);
    std::error_code ignored;  // one that stays says nothing: nobody holds the lock any more
    fs::remove(state_.run_file(), ignored);
}

void Deployment::start() {
    supervisor_.start();
    std::vector<std::string> asked;
    for (const auto* program : supervisor_.programs())
        if (program != &supervisor_.gateway()) asked.push_back(program->program().name);
    readiness_.emplace(loop_, options_.bus, asked, [this] { ready(); });
    patience_ = loop_.every(long_time_to_start, [this] { tell_awaited(); });
}

void Deployment::stop() { supervisor_.stop(); }

void Deployment::heard(const Keeper& program, std::string_view line) {
    if (&program != &supervisor_.gateway()) return;
    if (const auto address = line.find("http://"); address != line.npos)
        gateway_listens(std::string(line.substr(address)));
}

void Deployment::logged(const Keeper& program, std::string_view line) {
    // Where it was given up, what others say of being ended would bury the reason.
    if (exit_code_ == 0 && is_warning(line)) console_.show(program.program().name, line);
}

void Deployment::troubled(const Keeper& program, Ended how, Millis again) {
    const auto& name = program.program().name;
    if (how.without_hope() && !run_.ready) return give_up(program);
    const auto what = how.in_order()       ? std::string("was ended by somebody")
                      : how.without_hope() ? "cannot start: " + last_words(program)
                                           : "ended (" + to_text(how) + ")";
    console_.say(fmt::format("{} {}; starting it again in {} ms", name, what, again.count()));
    if (!program.failing()) {
        reported_.erase(name);
        return;
    }
    if (reported_.insert(name).second)
        console_.say(fmt::format("{} ends again and again; it said last, in {}:\n  {}", name,
                                 program.log().path().string(), fmt::join(program.log().last(), "\n  ")));
    if (run_.ready || supervisor_.stopping()) return;
    exit_code_ = 1;
    stop();
}

/// To start it again would change nothing. Of several each is told, and once: until the others are gone the bus is
/// tried again.
void Deployment::give_up(const Keeper& program) {
    if (reported_.insert(program.program().name).second)
        console_.say(fmt::format("{} cannot start: {}", program.program().name, last_words(program)));
    exit_code_ = cannot_start;
    if (!supervisor_.stopping()) stop();
}

void Deployment::gateway_listens(const std::string& address) {
    if (run_.http == address) return;
    run_.http = address;
    // If it must be started again, then where people know it to be.
    supervisor_.gateway().command(gateway_command(options_, address.substr(address.find("//") + 2)));
    write_run_file();
    if (readiness_) readiness_->gateway_listens(address);
}

void Deployment::ready() {
    run_.ready = true;
    write_run_file();
    loop_.cancel(*std::exchange(patience_, {}));
    fmt::print(std::cout, "ready {}\nsign in with the administrator's token: {}\n", *run_.http,
               state_.token().string());
    std::cout.flush();
    loop_.post([this] { readiness_.reset(); });
}

void Deployment::write_run_file() {
    run_.processes.clear();
    for (const auto* program : supervisor_.programs())
        run_.processes.push_back({.name = program->program().name, .pid = program->pid()});
    try {
        state_.write(run_);
    } catch (const std::exception& error) {
        // A full disk must not keep us from starting again, or stopping, what there is.
        console_.say(error.what());
    }
}

void Deployment::tell_awaited() {
    console_.say(fmt::format("still waiting for {}", fmt::join(readiness_->awaited(), ", ")));
}

}  // namespace rapport::cli::up
