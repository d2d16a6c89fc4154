// SPDX-License-Identifier: MIT
#include "bus/monitor/tap_reader.hpp"

#include "bus/base/codec.hpp"

namespace rapport::bus::monitor {
namespace {

/// The longest that a request may take. A tap that is older begins anew.
constexpr Loop::Duration as_long_as_it_takes{86'400'000};
constexpr Loop::Duration reach_time{5'000}, pause{500};

}  // namespace

TapReader::TapReader(Loop& loop, Client& client, TapRequest request, std::optional<Actor> actor, Handlers handlers)
    : loop_(loop),
      client_(client),
      request_(std::move(request)),
      actor_(std::move(actor)),
      handlers_(std::move(handlers)) {}

TapReader::~TapReader() {
    if (again_) loop_.cancel(*again_);
}

void TapReader::begin() {
    listen();
    loop_.run_until([this] { return hears_ || refused_; }, reach_time);
    if (refused_) throw Error(*refused_);
    if (!hears_) throw Error(Code::unavailable, "the bus does not begin to show what passes");
}

void TapReader::listen() {
    client_.call("bus", "tap", encode(request_), {.timeout = as_long_as_it_takes, .actor = actor_},
                 [this, alive = std::weak_ptr(life_)](const Reply& reply, bool last) {
                     if (!alive.expired()) answered(reply, last);
                 });
}

void TapReader::answered(const Reply& reply, bool last) {
    if (last) {
        if (!hears_) refused_ = reply.error.value_or(Error(Code::unimplemented, "this bus has no tap"));
        else if (handlers_.on_break) handlers_.on_break(reply.error.value_or(Error(Code::unavailable, "it ended")));
        if (!refused_)
            again_ = loop_.after(pause, [this] {
                again_.reset();
                listen();
            });
        return;
    }
    const auto batch = parse_batch(reply.result);
    if (!batch) return;
    hears_ = true;
    if (batch->dropped > 0) handlers_.on_dropped(batch->dropped);
    for (const auto& record : batch->records) handlers_.on_record(record);
    handlers_.on_batch();
    // Only now: how fast it is asked for is how fast we are.
    client_.call("bus", "tap_credit", encode(TapCredit{batch->tap, 1}), {}, [](const Reply&, bool) {});
}

}  // namespace rapport::bus::monitor
