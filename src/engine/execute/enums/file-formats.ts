/** Extensions of document, picture, sound and video files that are recognised. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'pdf doc docx docm dot dotx odt ott rtf txt md pages tex epub ' +
    'xls xlsx xlsm xlsb xltx ods ots csv tsv numbers ' +
    'ppt pptx pptm pps ppsx pot potx odp otp key ' +
    'jpg jpeg png gif bmp tif tiff webp svg heic heif avif ico psd ai eps ' +
    'html htm xml json yaml yml eml msg ics vcf ' +
    'zip rar 7z tar gz bz2 ' +
    'mp3 wav m4a aac flac ogg oga wma mp4 m4v mov avi wmv mkv webm mpg mpeg 3gp'
  ).split(' '),
);

/** The file format of an extension, with or without its dot; undefined for anything else, media types included. */
export function fileFormat(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const extension = value.trim().replace(/^\./, '').toLowerCase().trim();
  return EXTENSIONS.has(extension) ? extension : undefined;
}
