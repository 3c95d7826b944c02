/**
 * Icons of 16 × 16, drawn for the console. None stands alone: each has a text beside it, or is in a labelled button.
 */
const paths = {
  dashboard: "M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3.5H9zM9 8.5h4.5v5H9zM2.5 11H7v2.5H2.5z",
  pipelines: "M2 4.5h5.5a3.5 3.5 0 0 1 0 7H2M10.5 8H14m-2-2 2 2-2 2",
  runs: "M2.5 4h11M2.5 8h7M2.5 12h4.5M12 9.5v4l2.5-2z",
  connections:
    "M6.5 9.5l3-3M7.5 4.500l1-1a2.900 2.900 0 0 1 4.100 4.100l-1 1M8.500 11.500l-1 1a2.900 2.900 0 0 1-4.100-4.100l1-1",
  system: "M1.500 8.500h3L6.500 3l3 10 2-4.500h3",
  users:
    "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.3 2.3 0 0 1 0 4.4M12.5 10c1.4.6 2 1.9 2 3.5",
  key: "M10 2.5a3.5 3.5 0 1 1-2.7 5.7L2.5 13v.5h2V12H6v-1.500h1.500L8 10M11 5.500h.01",
  audit: "M4 2h6l2.500 2.500V14H4zM6.500 7h4M6.500 9.500h4M6.500 12h2",
  account: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 14c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM14 14l-3.300-3.300",
  plus: "M8 3v10M3 8h10",
  play: "M4.500 3v10l8-5z",
  pause: "M5 3v10M11 3v10",
  check: "M3 8.500l3.500 3.500L13 4.500",
  cross: "M4 4l8 8M12 4l-8 8",
  warning: "M8 2.500l6 11H2zM8 7v3M8 12h.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.500V11M8 5h.01",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.500V8l2.500 1.500",
  busy: "M8 2a6 6 0 1 1-5.200 3",
  dash: "M4 8h8",
  retry: "M13.500 8A5.500 5.500 0 1 1 11.500 3.800M13.500 2v3h-3",
  undo: "M2.500 6h7.500a3.500 3.500 0 0 1 0 7H6M5.500 3l-3 3 3 3",
  stop: "M4 4h8v8H4z",
  edit: "M3 13l.700-3L10.500 3.200l2.300 2.300L6 12.300zM9 4.700l2.300 2.300",
  copy: "M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3",
  trash: "M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.500 9h6l.500-9",
  sun: "M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1",
  moon: "M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z",
  out: "M6 2.500H3v11h3M7 8h7m-2.500-2.500L14 8l-2.500 2.500",
  arrow: "M3 8h10M9.500 4.500L13 8l-3.500 3.500",
  book: "M3 3h4a1.500 1.500 0 0 1 1 .500A1.500 1.500 0 0 1 9 3h4v9.500H9.500a1.500 1.500 0 0 0-1.500 1 1.500 1.500 0 0 0-1.500-1H3z",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className = "" }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
