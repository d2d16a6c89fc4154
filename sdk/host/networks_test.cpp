// SPDX-License-Identifier: MIT
#include "sdk/host/networks.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <stdexcept>

namespace rapport::sdk {
namespace {

Address address(const char* text) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    if (::inet_pton(AF_INET, text, &four.sin_addr) == 1) return address_of(reinterpret_cast<const sockaddr&>(four));
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    if (::inet_pton(AF_INET6, text, &six.sin6_addr) != 1) ADD_FAILURE() << text << " is no address";
    return address_of(reinterpret_cast<const sockaddr&>(six));
}

TEST(Networks, PublicIsWhatEverybodyCanReach) {
    for (const auto* each : {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
                             "192.167.1.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
                             "64:ff9b::808:808", "2002:808:808::1"})
        EXPECT_TRUE(is_public(address(each))) << each;
    for (const auto* each : {"0.0.0.0",
                             "10.0.0.1",
                             "100.64.0.1",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "198.18.0.1",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "fe80::1",
                             "fc00::1",
                             "fd12::1",
                             "ff02::1",
                             "2001:db8::1",
                             "2001::1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::127.0.0.1",
                             "64:ff9b::7f00:1",
                             "64:ff9b:1::1",
                             "2002:7f00:1::1",
                             "2002:a00:1::",
                             "100::1",
                             "4000::1"})
        EXPECT_FALSE(is_public(address(each))) << each;
}

TEST(Networks, HoldTheirPrefixesOnly) {
    const Networks networks("10.1.0.0/16, 192.168.7.7,fd00::/7, 172.16.0.0/12");
    for (const auto* each :
         {"10.1.0.0", "10.1.255.255", "192.168.7.7", "fd00::1", "fc00::1", "172.31.0.1", "::ffff:10.1.2.3"})
        EXPECT_TRUE(networks.hold(address(each))) << each;
    for (const auto* each : {"10.2.0.0", "192.168.7.6", "fe00::1", "172.32.0.1", "::1"})
        EXPECT_FALSE(networks.hold(address(each))) << each;
    EXPECT_TRUE(Networks("*").hold(address("10.2.0.0")));
    EXPECT_TRUE(Networks("0.0.0.0/0").hold(address("10.2.0.0")));
    EXPECT_FALSE(Networks("0.0.0.0/0").hold(address("fd00::1")));
    EXPECT_FALSE(Networks("").hold(address("127.0.0.1")));
}

TEST(Networks, AreRefusedByName) {
    for (const auto* each :
         {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/x", "localhost", "10.0.0", "1.2.3.4, ,", "10.0.0.0/8/8"})
        EXPECT_THROW(Networks{each}, std::invalid_argument) << each;
}

TEST(Networks, AddressesReadAsPeopleWriteThem) {
    EXPECT_EQ(to_text(address("10.1.2.3")), "10.1.2.3");
    EXPECT_EQ(to_text(address("fe80::1")), "fe80::1");
}

}  // namespace
}  // namespace rapport::sdk
