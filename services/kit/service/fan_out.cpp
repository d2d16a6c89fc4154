// SPDX-License-Identifier: MIT
#include "services/kit/service/fan_out.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bus/wire/info.hpp"
#include "bus/wire/introspection.hpp"

namespace rapport::kit {
namespace {

using std::chrono::steady_clock;

constexpr Millis budget(1'000), period(10'000);

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

/// One asking, or one look at who answers a question.
struct FanOut::Round {
    Question question;
    bool asks = false;  ///< it is put to those who answer it
    steady_clock::time_point until;
    std::function<void(Told)> done;
    Told told = {};
    std::set<std::string> asked = {};
    std::size_t open = 0;  ///< calls that are out

    bus::CallOptions options() const {
        const auto left = std::chrono::duration_cast<Millis>(until - steady_clock::now());
        return {.timeout = std::max(left, Millis(1)), .query = true, .retry = true};
    }
};

FanOut::FanOut(bus::Loop& loop, bus::Client& client, Engine& engine, Writer& writer)
    : loop_(loop), client_(client), engine_(engine), writer_(writer), answerers_(engine.answerers()) {
    if (answerers_.empty()) return;
    const auto look_at_all = [this] {
        for (const auto& [question, services] : answerers_)
            look(std::make_shared<Round>(
                Round{.question = {.method = question}, .until = steady_clock::now() + budget}));
    };
    loop.every(period, look_at_all);
    loop.post(look_at_all);
}

void FanOut::ask(const Question& question, Millis within, std::function<void(Told)> done) {
    const auto round = std::make_shared<Round>(Round{.question = question,
                                                     .asks = true,
                                                     .until = steady_clock::now() + std::min(within, budget),
                                                     .done = std::move(done)});
    // A copy: who turns out to answer it no more is forgotten.
    const auto expected = answerers_[question.method];
    for (const std::string& service : expected) put(round, service);
    look(round);
}

/// Asks those who are there, and not known to answer the question, whether they do.
void FanOut::look(const RoundPtr& round) {
    ++round->open;
    client_.call("bus", "services", {}, round->options(), [this, round](const bus::Reply& reply, bool last) {
        if (!last) return;
        try {
            if (reply.error) throw Error(*reply.error);
            for (const bus::Served& served : decode<bus::ServedServices>(reply.result).services)
                if (served.instances > 0) ask_info(round, served.name);
        } catch (const Error& error) {
            if (round->asks) spdlog::warn("who answers {} cannot be seen: {}", round->question.method, error.message());
            round->told.missing.emplace_back("bus");
        }
        finish(round);
    });
}

void FanOut::ask_info(const RoundPtr& round, const std::string& service) {
    const auto& known = answerers_[round->question.method];
    if (service == engine_.name() || known.contains(service) || contains(round->question.without, service)) return;
    ++round->open;
    // Shared: the client calls copies of what it is given.
    const auto heard = std::make_shared<bool>(false);
    client_.call(service, "$info", {}, round->options(),
                 [this, round, service, heard](const bus::Reply& reply, bool last) {
                     // One for each instance; the last says how many answered.
                     if (!last) {
                         *heard = true;
                         if (!reply.error) take_info(round, service, reply.result);
                         return;
                     }
                     const bool left = reply.error && reply.error->code() == Code::unavailable;
                     if (!*heard && !left) round->told.missing.push_back(service);
                     finish(round);
                 });
}

void FanOut::take_info(const RoundPtr& round, const std::string& service, const std::string& info) {
    try {
        const auto methods = decode<bus::ServiceInfo>(info).methods;
        if (std::ranges::find(methods, round->question.method, &bus::MethodInfo::name) == methods.end()) return;
    } catch (const Error&) {
        return;  // of another make, which answers none of our questions
    }
    remember(round->question.method, service, true);
    put(round, service);
}

void FanOut::put(const RoundPtr& round, const std::string& service) {
    if (!round->asks || contains(round->question.without, service) || !round->asked.insert(service).second) return;
    ++round->open;
    client_.call(service, round->question.method, round->question.params, round->options(),
                 [this, round, service](const bus::Reply& reply, bool last) {
                     if (!last) return;
                     if (!reply.error) {
                         round->told.answers[service] = reply.result;
                     } else if (reply.error->code() == Code::unimplemented) {
                         remember(round->question.method, service, false);
                     } else {
                         spdlog::warn("{} does not answer {}: {}", service, round->question.method,
                                      reply.error->message());
                         round->told.missing.push_back(service);
                     }
                     finish(round);
                 });
}

void FanOut::remember(const std::string& question, const std::string& service, bool answers) {
    if (!note(question, service, answers)) return;
    writer_.push(Answerer{question, service, answers}, [this, question, service, answers](const Outcome& outcome) {
        // What the store did not take is seen anew by the next look.
        if (outcome.error) loop_.post([this, question, service, answers] { note(question, service, !answers); });
    });
}

/// False if that was known.
bool FanOut::note(const std::string& question, const std::string& service, bool answers) {
    auto& known = answerers_[question];
    return answers ? known.insert(service).second : known.erase(service) > 0;
}

/// One of its calls has ended.
void FanOut::finish(const RoundPtr& round) {
    if (--round->open == 0 && round->done) round->done(std::move(round->told));
}

}  // namespace rapport::kit
