// SPDX-License-Identifier: MIT
#include "services/kit/method.hpp"

#include <gtest/gtest.h>

namespace rapport::kit {
namespace {

template <class M, class Http>
concept offered = requires(Http http) {
    M{"name", http, roles(), "doc"};
};

struct Asked {};
using AQuery = Query<Asked, Nothing>;
using ACommand = Command<Asked, Nothing>;
using AnOperation = Operation<Asked, Nothing>;

using Get = decltype(GET(""));
using Post = decltype(POST(""));
using Create = decltype(CREATE(""));
using Patched = decltype(PATCH(""));
using Put = decltype(PUT(""));
using Delete = decltype(DELETE(""));

// What another site, a link or a prefetch may cause has no effect: this is what keeps it so.
static_assert(offered<AQuery, Get> && !offered<ACommand, Get> && !offered<AnOperation, Get>);
static_assert(!offered<AQuery, Post> && offered<ACommand, Post> && offered<AnOperation, Post>);
static_assert(!offered<AQuery, Create> && offered<ACommand, Create> && offered<AnOperation, Create>);
static_assert(!offered<AQuery, Patched> && offered<ACommand, Patched> && offered<AnOperation, Patched>);
static_assert(!offered<AQuery, Put> && offered<ACommand, Put> && offered<AnOperation, Put>);
static_assert(!offered<AQuery, Delete> && offered<ACommand, Delete> && offered<AnOperation, Delete>);
static_assert(offered<AQuery, BusOnly> && offered<ACommand, BusOnly> && offered<AnOperation, BusOnly>);

TEST(Method, OfTheBusAloneHasNoPlaceInHttp) {
    constexpr AQuery query{"q", bus_only, everyone};
    constexpr AnOperation operation{"o", bus_only, everyone};
    EXPECT_TRUE(query.http.verb.empty());
    EXPECT_TRUE(operation.http.verb.empty());
}

}  // namespace
}  // namespace rapport::kit
