// SPDX-License-Identifier: MIT
#pragma once

// The codes with which a manifest is refused. The sentence of the error says what is wrong.

#include <wua/com/hresult.hpp>

namespace wua
{

/// HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND): the file of a manifest, a signature or a key cannot be read.
inline constexpr HRESULT e_manifest_unreadable = hresult_from_win32(2);

/// HRESULT_FROM_WIN32(ERROR_INVALID_DATA): a manifest is too large, not JSON, or says something that makes no sense.
inline constexpr HRESULT e_manifest_invalid = hresult_from_win32(13);

/// TRUST_E_NOSIGNATURE: what should be a signature is none.
inline constexpr HRESULT e_manifest_not_signed = make_hresult(0x800B0100);

/// TRUST_E_SUBJECT_NOT_TRUSTED: the signature is by a key that is not among the trusted ones.
inline constexpr HRESULT e_manifest_not_trusted = make_hresult(0x800B0004);

/// TRUST_E_BAD_DIGEST: the signature is of another file, or one of both was changed.
inline constexpr HRESULT e_manifest_changed = make_hresult(0x80096010);

/// CERT_E_EXPIRED: the manifest says that it no longer holds.
inline constexpr HRESULT e_manifest_expired = make_hresult(0x800B0101);

/// HRESULT_FROM_WIN32(ERROR_REVISION_MISMATCH): a manifest of that name with a higher version was seen before.
inline constexpr HRESULT e_manifest_rolled_back = hresult_from_win32(1306);

/// HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT): the file of the versions seen so far is not whole, or not trustworthy.
inline constexpr HRESULT e_manifest_state_damaged = hresult_from_win32(1392);

} // namespace wua
