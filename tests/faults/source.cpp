// SPDX-License-Identifier: MIT
#include "tests/faults/source.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::faults {
namespace {

/// At a time, and then whatever else there is to do; below what waits for a bus that is slow.
constexpr std::int64_t burst = 500;
constexpr std::size_t page_bytes = 1 << 20;

Instant now() { return SystemClock().now(); }

}  // namespace

Source::Source(const std::string& bus, const std::string& name)
    : name_(name),
      epoch_(to_text(new_uuid(now()))),
      publisher_(loop_, bus::Endpoints::of(bus).publish),
      server_(loop_, bus, {.service = name}, [this](const bus::Request& request) { answer(request); }),
      thread_([this] { loop_.run(); }) {}

Source::~Source() {
    loop_.stop();
    thread_.join();
}

void Source::add(const std::string& type, const std::string& subject, std::string data) {
    const std::lock_guard lock(mutex_);
    events_.push_back({.id = new_uuid(now()),
                       .source = name_,
                       .type = name_ + "." + type,
                       .subject = subject,
                       .time = now(),
                       .sequence = static_cast<std::int64_t>(events_.size()) + 1,
                       .epoch = epoch_,
                       .recorded = now(),
                       .actor = {.id = "service:" + name_},
                       .data = {std::move(data)}});
}

std::int64_t Source::last() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(events_.size());
}

void Source::publish(std::int64_t after) {
    loop_.post([this, after] { publish_some(after); });
}

void Source::publish_some(std::int64_t after) {
    const std::lock_guard lock(mutex_);
    const auto last = static_cast<std::int64_t>(events_.size());
    for (const auto end = std::min(after + burst, last); after < end; ++after)
        publisher_.publish(events_[static_cast<std::size_t>(after)]);
    publisher_.publish(bus::Watermark{name_, epoch_, last});
    if (after < last) loop_.after(bus::Loop::Duration(5), [this, after] { publish_some(after); });
}

void Source::answer(const bus::Request& request) {
    const std::lock_guard lock(mutex_);
    const auto last = static_cast<std::int64_t>(events_.size());
    if (request.method == "$watermark") return server_.reply(request, encode(bus::Watermark{name_, epoch_, last}));
    if (request.method != "$events") return server_.fail(request, Error(Code::unimplemented, "it tells events alone"));
    const auto asked = decode<bus::ReadEvents>(std::string_view(request.params));
    bus::EventPage page{.epoch = epoch_, .last = last, .events = {}};
    std::size_t bytes = 0;
    for (auto at = asked.after; at < std::min(last, asked.after + asked.limit) && bytes < page_bytes; ++at)
        bytes += page.events.emplace_back(events_[static_cast<std::size_t>(at)]).data.bytes.size();
    server_.reply(request, encode(page));
}

}  // namespace rapport::faults
