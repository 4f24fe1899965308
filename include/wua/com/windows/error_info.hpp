// SPDX-License-Identifier: MIT
#pragma once

// The error object of each thread, as Windows keeps it.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <string_view>

namespace wua
{

using ::GetErrorInfo;
using ::IErrorInfo;
using ::ISupportErrorInfo;
using ::SetErrorInfo;

template <>
inline constexpr guid iid_of<IErrorInfo> = "1cf2b120-547d-101b-8e65-08002b2bd119"_guid;

template <>
inline constexpr guid iid_of<ISupportErrorInfo> = "df0b3d60-548f-101b-8e65-08002b2bd119"_guid;

namespace detail
{

// Throws bad_alloc, or what the system fails with.
inline com_ptr<IErrorInfo> make_error_info(std::string_view source, std::string_view description)
{
    bstr its_source(source);
    bstr its_description(description);
    com_ptr<ICreateErrorInfo> made;
    throw_if_failed(CreateErrorInfo(made.put()));
    throw_if_failed(made->SetSource(its_source.get()));
    throw_if_failed(made->SetDescription(its_description.get()));
    com_ptr<IErrorInfo> information;
    throw_if_failed(made->QueryInterface(iid_of<IErrorInfo>, reinterpret_cast<void**>(information.put())));
    return information;
}

} // namespace detail
} // namespace wua
