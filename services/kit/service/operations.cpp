// SPDX-License-Identifier: MIT
#include "services/kit/service/operations.hpp"

#include "bus/base/retry.hpp"

namespace rapport::kit {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t at_once = 4, most_waiting = 32;

}  // namespace

Operations::Operations(Engine& engine, bus::Loop& loop, Answer answer)
    : engine_(engine), loop_(loop), answer_(std::move(answer)) {
    if (!engine.has_operations()) return;
    for (std::size_t i = 0; i < at_once; ++i) readers_.push_back(engine.open_reader());
}
Operations::~Operations() { stop(); }

void Operations::start() {
    for (auto& reader : readers_) threads_.emplace_back([this, &db = *reader] { work(db); });
}

void Operations::stop() {
    waiting_.close();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Operations::take(bus::Request request) {
    Invocation invocation{request.method, request.params, request.header, request.deadline};
    if (auto error = engine_.refused(invocation)) return answer_(request, {.error = std::move(error)});
    const Key key{request.method, request.params};
    if (const auto found = asked_.find(key); found != asked_.end()) return found->second.push_back(std::move(request));
    if (asked_.size() >= most_waiting)
        return answer_(request,
                       {.error = too_many("too many others wait for " + request.method, std::chrono::seconds(1))});
    asked_[key].push_back(std::move(request));
    waiting_.push(std::move(invocation));
}

void Operations::work(Db& reader) {
    while (!waiting_.closed())
        for (const Invocation& invocation : waiting_.take(1, steady_clock::now() + std::chrono::hours(1))) {
            Outcome outcome;
            if (steady_clock::now() >= invocation.deadline)
                outcome.error = Error(Code::deadline_exceeded, "not started within the time given");
            else outcome = engine_.operate(reader, invocation);
            loop_.post([this, key = Key{invocation.method, invocation.params}, outcome = std::move(outcome)] {
                conclude(key, outcome);
            });
        }
}

void Operations::conclude(const Key& key, const Outcome& outcome) {
    const auto requests = asked_.extract(key);
    for (const bus::Request& request : requests.mapped()) answer_(request, outcome);
}

}  // namespace rapport::kit
