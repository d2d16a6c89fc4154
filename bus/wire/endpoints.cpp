// SPDX-License-Identifier: MIT
#include "bus/wire/endpoints.hpp"

#include <charconv>
#include <string_view>

#include "bus/base/error.hpp"

namespace rapport::bus {
namespace {

constexpr std::size_t longest_ipc_path = 107;
constexpr std::string_view ipc = "ipc://", tcp = "tcp://";

Endpoints of_path(const std::string& url, const std::string& key) {
    const Endpoints all{{url, key}, {url + ".pub", key}, {url + ".sub", key}};
    if (url.size() == ipc.size() || all.subscribe.url.size() - ipc.size() > longest_ipc_path)
        throw Error(Code::invalid_argument, "bus address: the path of an ipc socket has 1 to " +
                                                std::to_string(longest_ipc_path - 4) + " bytes");
    return all;
}

Endpoints of_port(const std::string& url, const std::string& key) {
    const std::size_t colon = url.rfind(':');
    unsigned port = 0;
    const char* const end = url.data() + url.size();
    const auto read = std::from_chars(url.data() + colon + 1, end, port);
    if (colon <= tcp.size() || read.ec != std::errc{} || read.ptr != end || port == 0 || port > 65'533)
        throw Error(Code::invalid_argument,
                    "bus address: a tcp address is tcp://HOST:PORT with a port from 1 to 65533");
    const std::string host = url.substr(0, colon + 1);
    return {{url, key}, {host + std::to_string(port + 1), key}, {host + std::to_string(port + 2), key}};
}

}  // namespace

Endpoints Endpoints::of(const Address& requests) {
    if (requests.url.starts_with(ipc)) return of_path(requests.url, requests.key_file);
    if (requests.url.starts_with(tcp)) return of_port(requests.url, requests.key_file);
    throw Error(Code::invalid_argument, "bus address: ipc://PATH or tcp://HOST:PORT");
}

}  // namespace rapport::bus
