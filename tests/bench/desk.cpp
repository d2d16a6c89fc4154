// SPDX-License-Identifier: MIT
#include "tests/bench/desk.hpp"

#include "bus/events/event.hpp"

namespace rapport::bench {
namespace {

constexpr int rows_a_call = 50, calls_at_a_time = 8;
const char* const text =
    R"("From seven to eleven nobody in the branch could work: no mail, no telephone, no till. We called four times and )"
    R"(were told each time that somebody would call back. Nobody did.")";

std::string import_row(const std::string& reference) {
    return from_json(R"({"reference":{"system":"bench","id":")" + reference +
                     R"("},"complainant":{"name":"Ann Example"},"subject":"The network was down all morning",)" +
                     R"("category":"network","received_via":"phone","received_at":"2026-01-05T08:00:00Z","text":)" +
                     text + "}");
}

}  // namespace

std::string sample_complaint() {
    return R"({"complainant":{"name":"Ann Example","email":"ann@example.com"},"subject":"The network was down all morning",)"
           R"("category":"network","received_via":"phone","impact":4,"text":)" +
           std::string(text) + "}";
}

Desk::Desk(std::string state, std::string store)
    : state_(state.empty() ? folder_.path().string() : std::move(state)),
      store_(store.empty() ? "sqlite:" + state_ + "/complaints.db" : std::move(store)) {
    told_before_ = told();
    open(window);
    settle();
}

double Desk::timed(int count, int at_a_time, const std::function<void(const std::function<void()>&)>& send) {
    const auto start = std::chrono::steady_clock::now();
    int sent = 0, answered = 0;
    std::function<void()> next = [&] {
        ++sent;
        send([&] {
            ++answered;
            if (sent < count) next();
        });
    };
    for (int i = 0; i < at_a_time && i < count; ++i) next();
    if (!loop_.run_until([&] { return answered == count; }, std::chrono::seconds(300)))
        throw std::runtime_error("not everything was answered");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return count / took.count();
}

void Desk::send_open(const std::function<void()>& answered) {
    static const std::string params = from_json(sample_complaint());
    ++complaints_;
    client_.call("complaints", "open", params,
                 {.timeout = Millis(60'000), .idem = run_ + std::to_string(++keys_), .actor = actor_, .retry = true},
                 [answered](const bus::Reply& reply, bool) {
                     if (reply.error) throw *reply.error;
                     answered();
                 });
}

double Desk::open(int count) {
    return timed(count, window, [this](const std::function<void()>& answered) { send_open(answered); });
}

std::string Desk::import_call(int rows) {
    std::string params;
    Writer out(params);
    out.map(1);
    out.text("rows");
    out.array(static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) out.raw(import_row(run_ + std::to_string(++complaints_)));
    return params;
}

double Desk::import(int rows) {
    std::vector<std::string> calls;
    for (int i = 0; i < rows; i += rows_a_call) calls.push_back(import_call(rows_a_call));
    auto call = calls.begin();
    const double rate =
        timed(static_cast<int>(calls.size()), calls_at_a_time, [&](const std::function<void()>& answered) {
            client_.call(
                "complaints", "import", *call++,
                {.timeout = Millis(60'000), .idem = run_ + std::to_string(++keys_), .actor = actor_, .retry = true},
                [answered](const bus::Reply& reply, bool) {
                    if (reply.error) throw *reply.error;
                    answered();
                });
        });
    return rate * rows_a_call;
}

std::int64_t Desk::told() {
    const bus::CallOptions patient{.timeout = Millis(60'000), .query = true, .retry = true};
    return decode<bus::Watermark>(client_.ask("complaints", "$watermark", {}, patient)).last;
}

void Desk::settle() {
    while (told() < told_before_ + 2 * complaints_) loop_.run_until([] { return false; }, Millis(20));
}

}  // namespace rapport::bench
