// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rapport::sdk {

/// What passes between host and child. A frame is {u32 length of the body, u32 type, body}, in the machine's own byte
/// order: both ends are the same machine, and columns cross as they lie in memory.
enum class FrameType : std::uint32_t {
    described = 1,  ///< child, once it has loaded the plugin: PluginSheet
    refused = 2,    ///< child, instead of `described` or `done`: kind of error, message
    create = 3,     ///< host: Settings → done | refused
    score = 4,      ///< host: batch → scores | refused
    scores = 5,
    probe = 6,  ///< host: nothing → done | refused
    send = 7,   ///< host: messages → receipts | refused
    receipts = 8,
    done = 9,
    log = 10,    ///< child, at any time before its answer: level, line
    churn = 11,  ///< host, of a rule or channel that is created: a number of times, batch → churned | refused
    churned = 12
};

/// What goes before each frame between host and plugin: bytes that follow, and what they are.
struct FrameHeader {
    std::uint32_t length;
    std::uint32_t type;
};

inline constexpr std::uint32_t max_frame = 256u << 20;

/// A frame's body as received, aligned for any column.
struct Frame {
    explicit Frame(const FrameHeader& header)
        : type(static_cast<FrameType>(header.type)),
          data(std::make_unique_for_overwrite<std::byte[]>(header.length)),
          size(header.length) {}
    std::span<const std::byte> body() const { return {data.get(), size}; }

    FrameType type;
    std::unique_ptr<std::byte[]> data;
    std::size_t size;
};

/// The bytes are no sound frame.
struct WireError : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Writes a frame's body. Columns are aligned to 8 bytes, so that the reader can use them where they lie.
class Writer {
public:
    /// Expects about so many bytes, so that they are moved less.
    explicit Writer(std::size_t expected = 64) { bytes_.reserve(expected); }

    template <class T>
    requires std::is_arithmetic_v<T>
    void put(T value) { append(&value, sizeof value); }
    void put(std::string_view text) {
        put(static_cast<std::uint64_t>(text.size()));
        append(text.data(), text.size());
    }
    template <class T>
    void array(std::span<const T> values) {
        align();
        append(values.data(), values.size_bytes());
    }
    /// Room for an array that the caller fills; valid until the next call.
    template <class T>
    T* room(std::size_t count) {
        align();
        const auto at = bytes_.size();
        bytes_.resize(at + count * sizeof(T));
        return reinterpret_cast<T*>(bytes_.data() + at);
    }
    std::span<const std::byte> bytes() const { return bytes_; }

private:
    void append(const void* data, std::size_t size) {
        const auto* begin = static_cast<const std::byte*>(data);
        bytes_.insert(bytes_.end(), begin, begin + size);
    }
    void align() { bytes_.resize((bytes_.size() + 7) / 8 * 8); }

    std::vector<std::byte> bytes_;
};

/// Reads a frame's body that was received into memory aligned to 8 bytes. WireError where it ends too early.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class T>
    requires std::is_arithmetic_v<T> T get() {
        T value;
        std::memcpy(&value, take(sizeof value), sizeof value);
        return value;
    }
    std::string_view text() {
        const auto size = get<std::uint64_t>();
        return {reinterpret_cast<const char*>(take(size)), size};
    }
    /// Borrowed from the body.
    template <class T>
    std::span<const T> array(std::uint64_t count) {
        at_ = (at_ + 7) / 8 * 8;
        if (count > bytes_.size() / sizeof(T)) throw WireError("a frame names more values than it has");
        return {reinterpret_cast<const T*>(take(count * sizeof(T))), count};
    }
    /// A number of things of which each takes at least a byte: so it bounds what is allocated for them.
    std::uint32_t count() {
        const auto n = get<std::uint32_t>();
        if (n > bytes_.size()) throw WireError("a frame names more things than it has");
        return n;
    }
    void end() const {
        if (at_ != bytes_.size()) throw WireError("a frame goes on after its end");
    }

private:
    const std::byte* take(std::uint64_t size) {
        if (at_ > bytes_.size() || size > bytes_.size() - at_) throw WireError("a frame ends too early");
        const auto* data = bytes_.data() + at_;
        at_ += size;
        return data;
    }

    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

}  // namespace rapport::sdk
