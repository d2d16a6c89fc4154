// SPDX-License-Identifier: MIT
#pragma once
#include <msgpack/unpack.hpp>
#include <string_view>

namespace rapport {

/// One whole MessagePack value, looked into. Strings point into the bytes it was made of, which must outlive it. For
/// sources only: it brings in msgpack-cxx.
class Unpacked {
public:
    /// invalid_argument for bytes that are no single whole value within WireLimits.
    explicit Unpacked(std::string_view bytes);
    const msgpack::object& value() const { return value_; }

private:
    msgpack::zone zone_;
    msgpack::object value_;
};

}  // namespace rapport
