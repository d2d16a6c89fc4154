// SPDX-License-Identifier: MIT
#include "bus/wire/tapping.hpp"

#include "bus/base/wire.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

std::optional<TapKind> kind_named(std::string_view name) {
    const auto names = names_of(TapKind{});
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<TapKind>(i);
    return {};
}

/// Steps that all must succeed.
class Steps {
public:
    explicit Steps(std::string_view bytes) : at_(bytes) {}

    template <class T, class V>
    void take(T& to, std::optional<V> value) {
        if (value) to = static_cast<T>(*value);
        else good_ = false;
    }
    void number(std::int64_t& to) { take(to, at_.natural()); }
    void text(std::string_view& to) { take(to, at_.text()); }
    Walk& at() { return at_; }
    bool good() const { return good_; }

private:
    Walk at_;
    bool good_ = true;
};

bool read_body(Walk& at, TapRecord& record) {
    if (at.nil()) return true;
    const auto frames = at.array();
    for (std::uint32_t i = 0; frames && i < *frames; ++i) {
        const auto frame = at.binary();
        if (!frame) return false;
        record.body.push_back(*frame);
    }
    return frames.has_value();
}

/// Fields beyond those that we know are passed over.
std::optional<TapRecord> read_record(std::string_view bytes) {
    constexpr std::uint32_t known = 12;
    TapRecord record;
    Steps step(bytes);
    const auto size = step.at().array();
    const auto kind = size.value_or(0) >= known ? step.at().text() : std::nullopt;
    step.take(record.kind, kind ? kind_named(*kind) : std::nullopt);
    step.number(record.time);
    step.number(record.call);
    step.text(record.service);
    step.text(record.method);
    step.text(record.peer);
    step.number(record.size);
    step.take(record.header, step.at().binary());
    if (!step.at().nil()) step.number(record.took.emplace());
    step.text(record.code);
    step.take(record.last, step.at().boolean());
    if (!step.good() || !read_body(step.at(), record)) return {};
    return record;
}

/// A record of a kind that we do not know is passed over too.
bool read_records(std::string_view bytes, std::vector<TapRecord>& records) {
    Walk at(bytes);
    const auto count = at.array();
    for (std::uint32_t i = 0; count && i < *count; ++i) {
        const auto one = at.value();
        if (!one) return false;
        if (auto record = read_record(*one)) records.push_back(std::move(*record));
    }
    return count.has_value();
}

}  // namespace

std::optional<TapBatch> parse_batch(std::string_view bytes) {
    TapBatch batch;
    Walk at(bytes);
    const auto pairs = at.map();
    if (!pairs) return {};
    for (std::uint32_t i = 0; i < *pairs; ++i) {
        const auto key = at.text();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) return {};
        Walk in(*value);
        if (*key == "tap") batch.tap = static_cast<std::int64_t>(in.natural().value_or(0));
        else if (*key == "dropped") batch.dropped = static_cast<std::int64_t>(in.natural().value_or(0));
        else if (*key == "records" && !read_records(*value, batch.records)) return {};
    }
    return batch;
}

std::string make_batch(const TapBatch& head, std::size_t count, std::string_view records) {
    std::string bytes;
    bytes.reserve(records.size() + 64);
    Writer out(bytes);
    out.map(3);
    out.text("tap");
    out.integer(head.tap);
    out.text("dropped");
    out.integer(head.dropped);
    out.text("records");
    out.array(count);
    bytes += records;
    return bytes;
}

}  // namespace rapport::bus
