// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/http_errors.hpp>.

#include <wua/engine/transfer/http_errors.hpp>
#include <wua/wuapi/errors.hpp>

namespace wua::detail
{

WUA_COLD fetch_failure failure_of_http(int status, std::string detail)
{
    return {outcome::failed(hresult_from_http_status(status), {"http", status}, std::move(detail)),
            is_transient_http_status(status) ? remedy::retry : remedy::other_mirror};
}

} // namespace wua::detail
