// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/request_target.hpp>
#include <wua/engine/transfer/http_errors.hpp>

#include <optional>
#include <string>

namespace
{

using wua::detail::request_target;

request_target target_of(const std::string& url)
{
    return request_target(*wua::detail::parsed_url::parse(url));
}

std::optional<wua::detail::fetch_failure> redirect(request_target& target, std::string location, std::size_t max = 10)
{
    wua::detail::response_head head;
    head.status = 302;
    head.location = std::move(location);
    return target.follow(head, max);
}

} // namespace

TEST_CASE("a request goes to its URL without its credentials", "[request_target]")
{
    const request_target target = target_of("https://me:pw@Host/a#part");
    CHECK(target.url() == "https://Host/a");
    CHECK(target.origin() == "https://host:443");
    CHECK(target.is_secure());
    CHECK(target.foreign_origin().empty());
    CHECK(target_of("file:///tmp/a").kind() == request_target::scheme::file);
}

TEST_CASE("an origin is foreign until redirects come back from it", "[request_target]")
{
    request_target target = target_of("http://me:pw@host/a");
    CHECK_FALSE(redirect(target, "b"));
    CHECK_FALSE(redirect(target, "http://host:81/b"));
    CHECK(target.foreign_origin() == "http://host:81");
    CHECK_FALSE(redirect(target, "http://HOST/c"));
    CHECK(target.foreign_origin().empty());
}

TEST_CASE("a redirect that is refused leaves the request where it was", "[request_target]")
{
    request_target target = target_of("https://host/a");
    CHECK(redirect(target, "http://host/a")->result.hresult == wua::detail::wininet_too_many_redirects);
    CHECK(redirect(target, "file:///etc/passwd")->remedy == wua::detail::remedy::other_mirror);
    CHECK(redirect(target, "http://[/")->result.detail == "redirected to something that is no URL: https://host/a");
    CHECK(target.url() == "https://host/a");
    CHECK_FALSE(redirect(target, "/b", 1));
    CHECK(redirect(target, "/c", 1)->result.detail == "redirected more than 1 times: https://host/a");
}
