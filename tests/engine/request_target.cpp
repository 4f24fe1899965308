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

std::optional<wua::detail::fetch_failure>
redirect(request_target& target, std::string location, const wua::curl_options& options = {})
{
    wua::detail::response_head head;
    head.status = 302;
    head.location = std::move(location);
    return target.follow(head, options);
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
    CHECK(redirect(target, "http://host/a")->result.hresult == wua::error_http_redirect_failed);
    CHECK(redirect(target, "file:///etc/passwd")->remedy == wua::detail::remedy::other_mirror);
    CHECK(redirect(target, "http://[/")->result.detail == "redirected to something that is not a URL: https://host/a");
    CHECK(target.url() == "https://host/a");
    wua::curl_options options;
    options.max_redirects = 1;
    CHECK_FALSE(redirect(target, "/b", options));
    CHECK(redirect(target, "/c", options)->result.detail == "redirected more than 1 times: https://host/a");
}

TEST_CASE("a redirect to what the policy forbids names both ends, and hides their queries", "[request_target]")
{
    wua::curl_options options;
    options.policy.https_only = true;
    options.policy.allowed_hosts = {"host", "*.host"};
    request_target target = target_of("https://host/a?secret");
    const auto to_http = redirect(target, "http://me:pw@host/b?secret", options);
    REQUIRE(to_http);
    CHECK(to_http->result.hresult == wua::wu_e_call_cancelled_by_policy);
    CHECK(to_http->result.native == wua::native_error{"http", 302});
    CHECK(to_http->remedy == wua::detail::remedy::other_mirror);
    CHECK(to_http->result.detail ==
          "the policy allows only https: http://host/b?..., the target of a redirect by https://host/a?...");
    const auto to_other = redirect(target, "https://host.evil/b", options);
    REQUIRE(to_other);
    CHECK(to_other->result.detail ==
          "the policy does not allow the host: https://host.evil/b, the target of a redirect by https://host/a?...");
    CHECK(target.url() == "https://host/a?secret");
    CHECK_FALSE(redirect(target, "https://MIRROR.host:8443/c", options));
}
