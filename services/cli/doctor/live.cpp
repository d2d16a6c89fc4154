// SPDX-License-Identifier: MIT
#include "services/cli/doctor/live.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bus/base/codec.hpp"
#include "bus/events/loss.hpp"
#include "bus/monitor/directory.hpp"
#include "services/cli/services.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/up/http_probe.hpp"

namespace rapport::cli::doctor {
namespace {

namespace monitor = bus::monitor;

constexpr std::chrono::milliseconds patience{2'000};
constexpr std::int64_t far_behind = 1'000, many_waiting = 1'000;

struct Letter {
    std::int64_t row = 0;
    static constexpr auto fields = describe(Field{"row", &Letter::row, "which"});
};
struct Letters {
    std::vector<Letter> letters;
    static constexpr auto fields = describe(Field{"letters", &Letters::letters, "at most 200"});
};

/// A verb on the deployment that is looked at.
std::string on(const Target& target, std::vector<std::string> words) {
    words.insert(words.begin(), "rapport");
    if (target.bus.empty()) words.insert(words.end(), {"--state", StateDir(target.state).path().string()});
    else words.insert(words.end(), {"--bus", target.bus});
    if (!target.key.empty()) words.insert(words.end(), {"--key", target.key});
    return command(words);
}

/// What `rapport up` says of its processes.
Checks process_checks(const Target& target) {
    Checks checks;
    if (!target.bus.empty()) return checks;
    const auto run = StateDir(target.state).running();
    if (!run) return checks;
    for (const auto& process : run->processes)
        if (!process.pid)
            checks.push_back(failed(
                "process " + process.name, "is down, and is being started again", "its log says why",
                command({"tail", "-n", "20", (StateDir(target.state).logs() / (process.name + ".log")).string()})));
    if (run->http) {
        const auto status = up::http_status(*run->http, "/readyz");
        checks.push_back(status == 200
                             ? ok("http", *run->http + " is ready")
                             : failed("http", fmt::format("{}/readyz says {}", *run->http, status.value_or(0)),
                                      "it names who is missing", command({"curl", "-sS", *run->http + "/readyz"})));
    }
    return checks;
}

class Looking {
public:
    Looking(const Target& target, std::string version)
        : target_(target),
          version_(std::move(version)),
          client_(loop_, target.requests()),
          directory_(loop_, client_, target.actor(), patience) {}

    Checks all() {
        const auto served = directory_.served();
        checks_.push_back(ok("bus", fmt::format("answers, and knows {} services", served.size())));
        for (const auto& each : served)
            if (each.waiting > many_waiting)
                checks_.push_back(warning("queue of " + each.name, fmt::format("{} requests wait", each.waiting),
                                          "see what it is doing", on(target_, {"top", "--once"})));
        for (const auto& name : services_of(client_, target_)) names_.push_back(name);
        presence();
        lag();
        for (const auto& name : present_) dead_letters(name);
        for (const auto& name : present_) losses(name);
        return std::move(checks_);
    }

private:
    void presence() {
        std::map<std::string, std::string> versions;
        for (const auto& info : directory_.infos(names_)) versions[info.name] = info.version;
        for (const auto& name : names_) {
            const auto found = versions.find(name);
            if (found == versions.end()) {
                checks_.push_back(failed("service " + name,
                                         fmt::format("does not answer within {} s", patience.count() / 1'000),
                                         "see its log, and ask it again", on(target_, {"ping", name})));
                continue;
            }
            present_.push_back(name);
            if (found->second == version_) checks_.push_back(ok("service " + name, "answers, version " + version_));
            else
                checks_.push_back(warning(
                    "service " + name, fmt::format("is of version {}, and this program of {}", found->second, version_),
                    "start all of one version"));
        }
    }

    void lag() {
        // The consumers first: what is told meanwhile then counts as lag, never the other way round.
        const auto stats = directory_.stats(present_);
        const auto heads = directory_.watermarks(present_);
        for (const auto& [service, instances] : stats)
            for (const auto& instance : instances)
                if (instance.store)
                    if (auto check = store_in_use(service, *instance.store)) checks_.push_back(std::move(*check));
        const auto before = checks_.size();
        for (const auto& [service, instances] : stats)
            for (const auto& instance : instances)
                for (const auto& cursor : instance.cursors)
                    if (const auto head = heads.find(cursor.source); head != heads.end())
                        if (auto check = behind(target_, service, cursor.consumer, cursor.source, cursor.sequence,
                                                head->second.last))
                            checks_.push_back(std::move(*check));
        if (checks_.size() == before) checks_.push_back(ok("lag", "every consumer keeps up"));
    }

    void dead_letters(const std::string& name) {
        try {
            const auto answer =
                client_.ask(name, "$dead_letters", {}, {.timeout = patience, .actor = target_.actor(), .query = true});
            const auto count = decode<Letters>(std::string_view(answer)).letters.size();
            if (count > 0)
                checks_.push_back(warning("dead letters",
                                          fmt::format("{}{} of {}", count, count >= 200 ? " or more" : "", name),
                                          "see why, mend it, then have them handled again (rapport dead redrive)",
                                          on(target_, {"dead", "list", name})));
        } catch (const Error& error) {
            if (error.code() != Code::unimplemented)
                checks_.push_back(
                    warning("dead letters", name + " does not say: " + error.message(), "ask as an operator"));
        }
    }

    void losses(const std::string& name) {
        try {
            const auto answer =
                client_.ask(name, "$losses", {}, {.timeout = patience, .actor = target_.actor(), .query = true});
            for (const auto& loss : decode<bus::Losses>(std::string_view(answer)).losses)
                checks_.push_back(failed(
                    "history of " + loss.source,
                    fmt::format("to {}'s {}: {}", name, loss.consumer, bus::in_words(loss)),
                    fmt::format("see what became of its store, or rapport restore a backup of it; then rapport events "
                                "acknowledge {}",
                                loss.source)));
        } catch (const Error& error) {
            if (error.code() != Code::unimplemented)
                checks_.push_back(warning("histories", name + " does not say what it lost: " + error.message(),
                                          "ask as an operator"));
        }
    }

    const Target& target_;
    const std::string version_;
    bus::Loop loop_;
    bus::Client client_;
    monitor::Directory directory_;
    std::vector<std::string> names_, present_;
    Checks checks_;
};

}  // namespace

std::optional<Check> store_in_use(const std::string& service, const monitor::StoreOf& store) {
    if (store.state == "ok") return {};
    return failed("store of " + service,
                  fmt::format("is in trouble ({}){}", store.state,
                              store.since ? " since " + to_text(*store.since) : std::string()),
                  store.reason.value_or("see its log"));
}

Started started(const Target& target) try {
    bus::Loop loop;
    bus::Client client(loop, target.requests());
    monitor::Directory directory(loop, client, target.actor(), patience);
    Started all;
    for (const auto& [name, instances] : directory.stats(directory.names()))
        for (const auto& instance : instances)
            if (instance.started) all[name] = std::max(all[name], *instance.started);
    return all;
} catch (const Error&) {
    return {};  // what the bus says is a check of its own
}

std::optional<Check> behind(const Target& target, const std::string& service, const std::string& consumer,
                            const std::string& source, std::int64_t at, std::int64_t head) {
    if (head - at <= far_behind) return {};
    return warning("lag of " + service, fmt::format("its {} is {} events behind {}", consumer, head - at, source),
                   "see whether it catches up; its log says what it waits for", on(target, {"lag", service}));
}

Checks live_checks(const Target& target, const std::string& version) {
    Checks checks;
    try {
        checks = Looking(target, version).all();
    } catch (const Error& error) {
        return {failed("bus", error.message(), "start the deployment, or name another with --state or --bus",
                       target.bus.empty() ? std::optional(on(target, {"up"})) : std::nullopt)};
    }
    for (auto& check : process_checks(target)) checks.push_back(std::move(check));
    return checks;
}

}  // namespace rapport::cli::doctor
