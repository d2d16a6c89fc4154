// SPDX-License-Identifier: MIT
#include "bus/base/wire.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <msgpack/pack.hpp>

#include "bus/base/utf8.hpp"

namespace rapport {
namespace {

/// What msgpack::packer writes to.
struct Sink {
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

msgpack::packer<Sink> packer(Sink& sink) { return msgpack::packer<Sink>(sink); }

/// Whether eight bytes are ASCII without NUL.
bool eight_plain(const unsigned char* at) {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return ((bytes | (bytes - each)) & high) == 0;
}

}  // namespace

void Writer::nil() {
    Sink sink{out_};
    packer(sink).pack_nil();
}
void Writer::boolean(bool value) {
    Sink sink{out_};
    value ? packer(sink).pack_true() : packer(sink).pack_false();
}
void Writer::integer(std::int64_t value) {
    Sink sink{out_};
    packer(sink).pack_int64(value);
}
/// msgpack-cxx writes whole numbers as such, and takes 2⁶⁴ for one that it can.
void Writer::number(double value) {
    constexpr double first_that_is_none = 0x1p63;
    Sink sink{out_};
    if (!(std::abs(value) >= first_that_is_none)) return static_cast<void>(packer(sink).pack_double(value));
    out_ += '\xcb';
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8) out_ += static_cast<char>(bits >> shift & 0xff);
}
void Writer::text(std::string_view value) {
    Sink sink{out_};
    auto to = packer(sink);
    to.pack_str(static_cast<std::uint32_t>(value.size()));
    to.pack_str_body(value.data(), static_cast<std::uint32_t>(value.size()));
}
void Writer::binary(std::string_view bytes) {
    Sink sink{out_};
    auto to = packer(sink);
    to.pack_bin(static_cast<std::uint32_t>(bytes.size()));
    to.pack_bin_body(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
}
void Writer::array(std::size_t size) {
    Sink sink{out_};
    packer(sink).pack_array(static_cast<std::uint32_t>(size));
}
void Writer::map(std::size_t size) {
    Sink sink{out_};
    packer(sink).pack_map(static_cast<std::uint32_t>(size));
}
void Writer::raw(std::string_view bytes) {
    if (bytes.empty()) return nil();
    out_ += bytes;
}

bool clean_text(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    while (at != end) {
        for (; end - at >= 8 && eight_plain(at); at += 8) {
        }
        if (at == end) break;
        if (*at < 0x80 && *at != 0) {
            ++at;
            continue;
        }
        const Utf8 next = next_in({reinterpret_cast<const char*>(at), static_cast<std::size_t>(end - at)});
        if (next.size == 0) return false;
        at += next.size;
    }
    return true;
}

}  // namespace rapport
