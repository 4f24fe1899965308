// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/disk_errors.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/disk/disk_errors.hpp>

#include <exception>
#include <new>
#include <string>

namespace wua::detail
{

WUA_COLD fetch_failure failure_of_disk(const std::system_error& error)
{
    const error_rule rule = find_rule(errno_rules, {error.code().value(), error_write_fault, remedy::give_up});
    return {outcome::failed(rule.hresult, {"errno", rule.code}, error.what()), rule.remedy};
}

WUA_COLD fetch_failure failure_of_current_exception()
{
    try
    {
        throw;
    }
    catch (const std::system_error& error)
    {
        return failure_of_disk(error);
    }
    catch (const std::bad_alloc&)
    {
        return {outcome::failed(e_outofmemory), remedy::give_up};
    }
    catch (const hresult_error& error)
    {
        return {outcome::failed(error.code(), {}, std::string(error.text())), remedy::give_up};
    }
    catch (const std::exception& error)
    {
        return {outcome::failed(wu_e_dm_unexpected, {}, error.what()), remedy::give_up};
    }
}

WUA_COLD void keep_current_exception(std::optional<fetch_failure>& failure) noexcept
{
    try
    {
        failure = failure_of_current_exception();
    }
    catch (...)
    {
        return; // out of memory: libcurl then reports a write error, which fails the transfer as well
    }
}

} // namespace wua::detail
