// SPDX-License-Identifier: MIT
#include "bus/base/unpack.hpp"

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport {

Unpacked::Unpacked(std::string_view bytes) {
    constexpr auto reference = [](msgpack::type::object_type, std::size_t, void*) { return true; };
    const msgpack::unpack_limit limit(WireLimits::elements, WireLimits::elements, WireLimits::bytes, WireLimits::bytes,
                                      WireLimits::bytes, WireLimits::depth);
    if (bytes.size() > WireLimits::bytes)
        throw Error(Code::invalid_argument,
                    "the message is larger than " + std::to_string(WireLimits::bytes) + " bytes");
    try {
        std::size_t end = 0;
        bool referenced = false;
        value_ = msgpack::unpack(zone_, bytes.data(), bytes.size(), end, referenced, reference, nullptr, limit);
        if (end != bytes.size()) throw Error(Code::invalid_argument, "bytes follow the end of the MessagePack value");
    } catch (const msgpack::depth_size_overflow&) {
        throw Error(Code::invalid_argument,
                    "values are nested deeper than " + std::to_string(WireLimits::depth) + " levels");
    } catch (const msgpack::unpack_error&) {
        throw Error(Code::invalid_argument, "not one whole MessagePack value");
    }
}

}  // namespace rapport
