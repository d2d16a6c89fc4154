// SPDX-License-Identifier: MIT
#include "services/kit/store/cursor.hpp"

#include <sodium.h>

#include <array>
#include <charconv>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

/// Enough to tell a cursor from another list's, and from one that was damaged. It keeps nobody from making one: what a
/// list shows depends on who asks.
constexpr std::size_t digest_size = 12;
constexpr int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string digest_of(const std::string& list, const std::string& position) {
    std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
    const std::string all = std::to_string(list.size()) + ':' + list + position;
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(all.data()), all.size(),
                       nullptr, 0);
    return {reinterpret_cast<const char*>(digest.data()), digest_size};
}

}  // namespace

void Cursor::refuse() {
    throw invalid("after",
                  "must be a cursor, the `next` of the page before, of this list with the same sort, search and "
                  "filters; leave it out to begin anew");
}

std::string Cursor::text(const std::string& list) const {
    const std::string position = std::to_string(row) + (value ? '=' + *value : "");
    const std::string bytes = digest_of(list, position) + position;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), encoding), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      encoding);
    text.pop_back();  // the terminating zero
    return text;
}

Cursor Cursor::of(const std::string& text, const std::string& list) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                         text.size(), nullptr, &size, &end, encoding);
    if (failed != 0 || end != text.data() + text.size() || size <= digest_size) refuse();
    bytes.resize(size);
    const std::string position = bytes.substr(digest_size);
    if (digest_of(list, position) != bytes.substr(0, digest_size)) refuse();
    Cursor cursor;
    const char* const last = position.data() + position.size();
    const auto [at, error] = std::from_chars(position.data(), last, cursor.row);
    if (error != std::errc{}) refuse();
    if (at != last) cursor.value = std::string(at + 1, last);
    return cursor;
}

}  // namespace rapport::kit
