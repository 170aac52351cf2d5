// The files were made by writing down what each format asks for at least (fonts by fontTools, the
// JPEG by libjpeg), and each was read by a program that knows the format. They are kept in base64;
// all are decoded when the first is asked for.
#include "generate/sample_file.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "base/base64.h"
#include "base/check.h"

namespace holotype::generate {
namespace {

// Of nothing.
constexpr std::string_view kGzip = "H4sIAAAAAAAC/wMAAAAAAAAAAAA=";
// One empty page.
constexpr std::string_view kPdf =
    "JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1Bh"
    "Z2VzL0tpZHNbMyAwIFJdL0NvdW50IDE+PmVuZG9iagozIDAgb2JqPDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRp"
    "YUJveFswIDAgNzIgNzJdL1Jlc291cmNlczw8Pj4+PmVuZG9iagp4cmVmCjAgNAowMDAwMDAwMDAwIDY1NTM1IGYgCjAw"
    "MDAwMDAwMDkgMDAwMDAgbiAKMDAwMDAwMDA1MiAwMDAwMCBuIAowMDAwMDAwMTAxIDAwMDAwIG4gCnRyYWlsZXI8PC9T"
    "aXplIDQvUm9vdCAxIDAgUj4+CnN0YXJ0eHJlZgoxNzYKJSVFT0YK";
constexpr std::string_view kRtf = "e1xydGYxIH0=";
// One empty sheet.
constexpr std::string_view kSpreadsheet =
    "UEsDBBQAAAAIAAAAIQC5Fh4k0AAAAL4BAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbK2Ru27DMAxFf8XQWkRMM2QobC9t"
    "16ZDfoCV6ViwXhCZ1Pn7yOpj6NQCnQiJh/cQYHu8JuJm8S5wpyaR9ADAZiKPrGOiUDpjzB6lPPMJEpoZTwS77XYPJgah"
    "IBtZM1TfPtGIZyfN81K+2cbQqUyOVfP4Aa6uTmFKzhqU0odLGH5YNp8GXSYrw5NNfFcABX17uFDOdqDmFbO8oC9xsDh4"
    "j3l+i3HWK/YnWxxHa2iI5uzLiOaUCQeeiMQ7Xav2aMMv/BVmqOX+nxf5zv/aA+rZ+htQSwMEFAAAAAgAAAAhACn/l+KH"
    "AAAA7QAAAAsAAABfcmVscy8ucmVsc43POw7CMBAE0KtYPkA2oqBAjisaWsQFFrP+KLHXsh0Rbo/LgCgoRzN60qgrLdgC"
    "p+pDrmKLS6qT9K3lE0A1niLWgTOl3lguEVuPxUFGM6MjOIzjEcrekFrtTXF5TBKluL0y/QOztcHQmc0aKbUf/teiy1gc"
    "tUluCzy5zHfmeeioBK3g451+A1BLAwQUAAAACAAAACEA2P7At4wAAADcAAAADwAAAHhsL3dvcmtib29rLnhtbI2PQQ6C"
    "QAxFrzLpASy6cEGAxMSNx6hQnAnMdNIO0eNLQPau2pf/85o2b9HpKTK5T5yTteBLyTWi9Z4j2UkypzUZRSOVFfWFlpVp"
    "MM9c4oyXqrpipJBgN9T6j0PGMfR8l36JnMouUZ6pBEnmQzbomu2C/aZLFLmFG7gNH0MLZ3Bah3UhwK7Bo47HR90XUEsD"
    "BBQAAAAIAAAAIQBlAo3XiwAAAO4AAAAaAAAAeGwvX3JlbHMvd29ya2Jvb2sueG1sLnJlbHONz00KwjAQBeCrlBygU124"
    "kCYrN26lFxjiNAltfsiMqLc3uJAKLlwN7z34YMYLrSghJ/ahcPeIa2KtvEg5ArD1FJH7XCi1Zc41orRYHRS0CzqC/TAc"
    "oG4NZcat2Z2vWqHqpmehf+A8z8HSKdtbpCQ/fLjnurAnkoZidSRafSqG99n1TVVgRvh6z7wAUEsDBBQAAAAIAAAAIQAK"
    "e2r/VwAAAGUAAAAYAAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1ssynPL8ouzkhNLVGoyM3JK7ZVyigpKbDS1y9OzkjN"
    "TSzWyy9IzQPKpOUX5SaWALlF6frFBUWpiSlgTbk5+kYGBmb6uYmZeUp2NmAxl8SSRH07G324yXYAUEsBAhQAFAAAAAgA"
    "AAAhALkWHiTQAAAAvgEAABMAAAAAAAAAAAAAAIABAAAAAFtDb250ZW50X1R5cGVzXS54bWxQSwECFAAUAAAACAAAACEA"
    "Kf+X4ocAAADtAAAACwAAAAAAAAAAAAAAgAEBAQAAX3JlbHMvLnJlbHNQSwECFAAUAAAACAAAACEA2P7At4wAAADcAAAA"
    "DwAAAAAAAAAAAAAAgAGxAQAAeGwvd29ya2Jvb2sueG1sUEsBAhQAFAAAAAgAAAAhAGUCjdeLAAAA7gAAABoAAAAAAAAA"
    "AAAAAIABagIAAHhsL19yZWxzL3dvcmtib29rLnhtbC5yZWxzUEsBAhQAFAAAAAgAAAAhAAp7av9XAAAAZQAAABgAAAAA"
    "AAAAAAAAAIABLQMAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbFBLBQYAAAAABQAFAEUBAAC6AwAAAAA=";
// One empty paragraph.
constexpr std::string_view kDocument =
    "UEsDBBQAAAAIAAAAIQB0JJxTuwAAAD4BAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbJWQuQ7CMAyGX6XKiqgRAwNquwAr"
    "MPACVuq2EbkUuxxvT8o1sDHa//FZrk73SFzcnPVcq0EkrgFYD+SQyxDJZ6ULyaHkMfUQUZ+xJ1guFivQwQt5mcvUoZpq"
    "Sx2OVordLa/ZBF+rRJZVsXkZJ1atMEZrNErW4eLbH8r8TShz8unhwUSeZYOCpjpcKCXTUnHEJHt0uQ6uIbXQBj26jCgn"
    "41+80HVG0zc/tcUUNDEb3ztbfhWHxn/ugOfbmgdQSwMEFAAAAAgAAAAhAFnf7VyFAAAA7wAAAAsAAABfcmVscy8ucmVs"
    "c43PMQ4CIRAF0KsQDrCzsbAwQGVja7zABAaWuDAEMOrtpbBYjYXl/P/zklFnWrFHzm2JpYlHWnPTcum9HACaXShhm7hQ"
    "Ho3nmrCPswYoaK8YCHbzvIe6NaRRW1OcnJYoxeVZ6B+YvY+WjmxviXL/4X8thow1UNfyztWBe8fTYCUYBR//mRdQSwME"
    "FAAAAAgAAAAhADmpbuJgAAAAdwAAABEAAAB3b3JkL2RvY3VtZW50LnhtbEWNMQ6AIAwAv2J8gDUODgT5CwKiiW0JxaC/"
    "VwfjdLnccLoqz+7AQKU5cSdRdWrXUpICELcGtNJxCvS0hTPa8miOUDn7lNkFkY0i7jD0/QhoN2qNrmpmf71MYDR8Cv/K"
    "3FBLAQIUABQAAAAIAAAAIQB0JJxTuwAAAD4BAAATAAAAAAAAAAAAAACAAQAAAABbQ29udGVudF9UeXBlc10ueG1sUEsB"
    "AhQAFAAAAAgAAAAhAFnf7VyFAAAA7wAAAAsAAAAAAAAAAAAAAIAB7AAAAF9yZWxzLy5yZWxzUEsBAhQAFAAAAAgAAAAh"
    "ADmpbuJgAAAAdwAAABEAAAAAAAAAAAAAAIABmgEAAHdvcmQvZG9jdW1lbnQueG1sUEsFBgAAAAADAAMAuQAAACkCAAAA"
    "AA==";
// A module without anything in it.
constexpr std::string_view kWasm = "AGFzbQEAAAA=";
// Without entries.
constexpr std::string_view kSevenZip = "N3q8ryccAASNm9UPAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
// Of nothing.
constexpr std::string_view kBzip2 = "QlpoORdyRThQkAAAAAA=";
// Of nothing.
constexpr std::string_view kXz = "/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=";
// With one empty file.
constexpr std::string_view kZip =
    "UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAAJAAAAZW1wdHkudHh0UEsBAhQAFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAkA"
    "AAAAAAAAAAAAAIABAAAAAGVtcHR5LnR4dFBLBQYAAAAAAQABADcAAAAnAAAAAAA=";
// Of nothing.
constexpr std::string_view kZstd = "KLUv/SAAAQAA";
// One silent frame.
constexpr std::string_view kAac = "//FQQAG//ADIAIAjgA==";
// One sample.
constexpr std::string_view kAu = "LnNuZAAAABwAAAABAAAAAQAAH0AAAAABAAAAAP8=";
// 16 samples.
constexpr std::string_view kFlac =
    "ZkxhQ4AAACIAEAAQAAAMAAAMAfQA8AAAABBwvI9LcqhpIUaL+OhEHc5R//hkCAAPzgAAAA6F";
// One empty track.
constexpr std::string_view kMidi = "TVRoZAAAAAYAAAABAGBNVHJrAAAABAD/LwA=";
// Without tracks.
constexpr std::string_view kM4a =
    "AAAAFGZ0eXBNNEEgAAAAAGlzb20AAAB0bW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAAAAAAAQAAAQAAAAAAAAAA"
    "AAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ==";
// Two silent frames.
constexpr std::string_view kMp3 =
    "//sUxAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA//sUxAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
// One silent packet.
constexpr std::string_view kOpus =
    "T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAA"
    "tQZ5LwEUT3B1c1RhZ3MEAAAAbm9uZQAAAABPZ2dTAATAAwAAAAAAAAEAAAACAAAAKZOw3QED+P/+";
// One sample.
constexpr std::string_view kWave =
    "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";
// A space, and no outlines; so are the fonts below.
constexpr std::string_view kOtf =
    "T1RUTwAJAIAAAwAQQ0ZGIDp20aEAAAHUAAAAJk9TLzJBF0FYAAABAAAAAGBjbWFwAAwAcwAAAYAAAAA0aGVhZF8WQOAA"
    "AACcAAAANmhoZWEDIgEuAAAA1AAAACRobXR4AfQAAAAAAfwAAAAGbWF4cAACUAAAAAD4AAAABm5hbWUAIwhfAAABYAAA"
    "ACBwb3N0AAMAAAAAAbQAAAAgAAEAAAABAAAm/oa1Xw889QADA+gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAAIA"
    "AAAAAAAAAQAAAyD/OAAAAfQAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAFAAAAIAAAADAfQBkAAFAAQAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAA/Pz8/AAAAIAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAACAAAAAAAAIAHgADAAEECQABAAIAAAADAAEECQACAAIAAABBAAAAAgAAAAMAAAAUAAMAAQAAABQABAAgAAAABAAE"
    "AAEAAAAg//8AAAAg////4QABAAAAAAADAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAEAQABAQECQQABAQEI"
    "iw+LsRKlEQAAAAAAAgEBBAf4iA74iA4AAAH0AAAAAAAA";
constexpr std::string_view kTtf =
    "AAEAAAAKAIAAAwAgT1MvMkEXQVgAAAEoAAAAYGNtYXAADABzAAABkAAAADRnbHlmAAAAAAAAAcwAAAABaGVhZF8WQOAA"
    "AACsAAAANmhoZWEDIgEuAAAA5AAAACRobXR4AfQAAAAAAYgAAAAGbG9jYQAAAAAAAAHEAAAABm1heHAAAwACAAABCAAA"
    "ACBuYW1lACMIXwAAAdAAAAAgcG9zdAADAAAAAAHwAAAAIAABAAAAAQAAWqeFNF8PPPUAAwPoAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAwACAAAAAAAAAAEAAAMg/zgAAAH0AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAEAAAACAAAAAAAA"
    "AAAAAgAAAAAAAAAAAAAAAAAAAAAAAwH0AZAABQAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAA"
    "AAAAAAAAAAAAPz8/PwAAACAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAB9AAAAAAAAAAAAAIAAAADAAAAFAAD"
    "AAEAAAAUAAQAIAAAAAQABAABAAAAIP//AAAAIP///+EAAQAAAAAAAAAAAAAAAAAAAAAAAAACAB4AAwABBAkAAQACAAAA"
    "AwABBAkAAgACAAAAQQADAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
constexpr std::string_view kWoff =
    "d09GRgABAAAAAAHsAAoAAAAAAhAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAABPUy8yAAABXAAAACIAAABgQRdBWGNtYXAA"
    "AAGIAAAAKQAAADQADABzZ2x5ZgAAAbwAAAABAAAAAQAAAABoZWFkAAAA9AAAADYAAAA2XxZA4GhoZWEAAAEsAAAAGwAA"
    "ACQDIgEuaG10eAAAAYAAAAAGAAAABgH0AABsb2NhAAABtAAAAAYAAAAGAAAAAG1heHAAAAFIAAAAEwAAACAAAwACbmFt"
    "ZQAAAcAAAAAeAAAAIAAjCF9wb3N0AAAB4AAAAAwAAAAgAAMAAAABAAAAAQAAWqeFNF8PPPUAAwPoAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAwACAAAAAAAAeJxjYGRgYFb4b8HAwPiFAQIYGVABIwBAwQJTAHicY2BkYGBgYoABBAsKAACX"
    "AAYAeJxjYGb8wjiBgZWBhYEwYETm2AMBkFIAQlwAKAMAvSUC8AAAAfQAAAAAAAB4nGNgYGBiYGBgBmIRIMkIplkYFIA0"
    "CxCC+Ar//0PI/w/BfAYAT+IGfAAAAAAAAAAAAAAAAAAAAHicY2BgYGKQY2BmYGThZGAEshmgbCYw2xEABjQAiwAAeJxj"
    "YGbACwAAfQAE";
constexpr std::string_view kWoff2 =
    "d09GMgABAAAAAADUAAoAAAAAAhAAAACNAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAANAoBLAE2AiQDBgsGAAQgBSAH"
    "IBt/AfifB9WNFXOXFM5fZUkPriLSFpttSwKS5DU5g9EEYzEog5ACgTxPDvBA9j9OffhueOgE5pTjFkEAEiBmmthJj1Af"
    "gEADEPyos7OTkQI8XFiWuwUKjUMLDmNhjGD9bY4JgAIDAIABAEF4Xfm97Wf9hc+9TQS0AqGXyAYEAJBsEBQAqJWblrmI"
    "Ait/4gA=";
// Images have one pixel.
constexpr std::string_view kBmp =
    "Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAATCwAAEwsAAAAAAAAAAAAAAAAAAA==";
constexpr std::string_view kGif = "R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=";
constexpr std::string_view kJpeg =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AN//Z";
constexpr std::string_view kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==";
constexpr std::string_view kSvg =
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxIiBoZWlnaHQ9IjEiLz4=";
constexpr std::string_view kTiff =
    "SUkqAAoAAAAAAAkAAAEDAAEAAAABAAAAAQEDAAEAAAABAAAAAgEDAAEAAAAIAAAAAwEDAAEAAAABAAAABgEDAAEAAAAB"
    "AAAAEQEEAAEAAAAIAAAAFQEDAAEAAAABAAAAFgEDAAEAAAABAAAAFwEEAAEAAAABAAAAAAAAAA==";
constexpr std::string_view kWebp = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
constexpr std::string_view kIcon =
    "AAABAAEAAQEAAAEAIAAwAAAAFgAAACgAAAABAAAAAgAAAAEAIAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/AAAA"
    "AA==";
// Without tracks.
constexpr std::string_view kMp4 =
    "AAAAFGZ0eXBpc29tAAACAGlzb20AAAB0bW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAAAAAAAQAAAQAAAAAAAAAA"
    "AAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ==";
// One track without frames.
constexpr std::string_view kWebm =
    "GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZ7oVSalmlSrXsYMPQkBNgIRub25lV0GEbm9uZRZU"
    "rmubrpnXgQFzxYEBg4EBhoVWX1ZQOOCGsIEBuoEB";

struct Row {
  std::string_view media_type;
  std::string_view base64;
};

// In alphabetical order.
constexpr Row kRows[] = {
    {"application/font-sfnt", kOtf},
    {"application/font-woff", kWoff},
    {"application/font-woff2", kWoff2},
    {"application/gzip", kGzip},
    {"application/java-archive", kZip},
    {"application/ogg", kOpus},
    {"application/pdf", kPdf},
    {"application/rtf", kRtf},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", kSpreadsheet},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", kDocument},
    {"application/wasm", kWasm},
    {"application/x-7z-compressed", kSevenZip},
    {"application/x-bzip", kBzip2},
    {"application/x-bzip2", kBzip2},
    {"application/x-font-otf", kOtf},
    {"application/x-font-ttf", kTtf},
    {"application/x-gzip", kGzip},
    {"application/x-xz", kXz},
    {"application/x-zip-compressed", kZip},
    {"application/zip", kZip},
    {"application/zstd", kZstd},
    {"audio/aac", kAac},
    {"audio/basic", kAu},
    {"audio/flac", kFlac},
    {"audio/midi", kMidi},
    {"audio/mp3", kMp3},
    {"audio/mp4", kM4a},
    {"audio/mpeg", kMp3},
    {"audio/ogg", kOpus},
    {"audio/opus", kOpus},
    {"audio/vnd.wave", kWave},
    {"audio/wav", kWave},
    {"audio/wave", kWave},
    {"audio/x-flac", kFlac},
    {"audio/x-m4a", kM4a},
    {"audio/x-midi", kMidi},
    {"audio/x-wav", kWave},
    {"font/otf", kOtf},
    {"font/sfnt", kTtf},
    {"font/ttf", kTtf},
    {"font/woff", kWoff},
    {"font/woff2", kWoff2},
    {"image/bmp", kBmp},
    {"image/gif", kGif},
    {"image/jpeg", kJpeg},
    {"image/jpg", kJpeg},
    {"image/pjpeg", kJpeg},
    {"image/png", kPng},
    {"image/svg+xml", kSvg},
    {"image/tiff", kTiff},
    {"image/vnd.microsoft.icon", kIcon},
    {"image/webp", kWebp},
    {"image/x-icon", kIcon},
    {"image/x-ms-bmp", kBmp},
    {"text/rtf", kRtf},
    {"video/mp4", kMp4},
    {"video/webm", kWebm},
};

using Files = std::array<std::string, std::size(kRows)>;

Files decoded() {
  Files files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto bytes = base64::decode(kRows[i].base64);
    HOLOTYPE_CHECK(bytes.has_value());
    files[i] = *std::move(bytes);
  }
  return files;
}

}  // namespace

std::optional<std::string_view> sample_file(std::string_view media_type) {
  static const Files kFiles = decoded();
  const auto row = std::ranges::lower_bound(kRows, media_type, {}, &Row::media_type);
  if (row == std::end(kRows) || row->media_type != media_type) return std::nullopt;
  return kFiles[static_cast<std::size_t>(row - std::begin(kRows))];
}

}  // namespace holotype::generate
