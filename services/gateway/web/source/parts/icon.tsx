// SPDX-License-Identifier: MIT
import {
  ArrowDown, ArrowRight, ArrowUp, Banknote, Bell, BookText, Bookmark, Briefcase, Building2, Calendar, CalendarCheck,
  ChartColumn, Check, ChevronDown, ChevronLeft, ChevronRight, ChevronUp, CircleAlert, CircleQuestionMark, Clock,
  Columns3, Copy, Cpu, Download, Ellipsis, ExternalLink, Eye, EyeOff, FileText, Flag, Folder, GripVertical, Handshake,
  History, House, Inbox, Info, Key, Keyboard, Languages, Layers, Link, ListChecks, ListFilter, Lock, LogOut, Mail,
  MessageSquareWarning, Minus, Monitor, Moon, Network, OctagonAlert, Package, PanelRight, Paperclip, Pause, Pencil,
  Percent, Phone, Plus, Puzzle, RefreshCw, Reply, Scale, Search, Send, Server, ShieldCheck, SlidersHorizontal, Smile,
  SquareKanban, Star, StickyNote, Sun, Tag, Target, Trash2, TrendingUp, TriangleAlert, Truck, Undo2, User, Users,
  WifiOff, Wrench, X,
} from "lucide-react";

const icons = {
  action: Check, add: Plus, administration: SlidersHorizontal, agreement: FileText, alert: OctagonAlert,
  attach: Paperclip, back: ChevronLeft, bell: Bell, board: SquareKanban, book: BookText, bookmark: Bookmark,
  calendar: Calendar, check: Check, clear: X, clock: Clock, close: X, columns: Columns3, complaint: MessageSquareWarning,
  copy: Copy, dark: Moon, day: CalendarCheck, demand: TrendingUp, down: ChevronDown, download: Download, edit: Pencil,
  engagement: CalendarCheck, error: CircleAlert, figures: ChartColumn, filter: ListFilter, flag: Flag, folder: Folder,
  forward: ChevronRight, grip: GripVertical, help: CircleQuestionMark, hidden: EyeOff, history: History, home: House,
  inbox: Inbox, info: Info, key: Key, keyboard: Keyboard, languages: Languages, layers: Layers, light: Sun, link: Link,
  list: ListChecks, lock: Lock, machine: Cpu, mail: Mail, minus: Minus, money: Banknote, more: Ellipsis, move: ArrowRight,
  network: Network, note: StickyNote, objective: Target, offline: WifiOff, opportunity: Briefcase,
  organisation: Building2, outside: ExternalLink, parties: Users, pause: Pause, percent: Percent, person: User,
  phone: Phone, preview: PanelRight, promise: Handshake, puzzle: Puzzle, refresh: RefreshCw, registry: BookText,
  reply: Reply, risk: Scale, search: Search, send: Send, server: Server, service: Wrench, shown: Eye, signout: LogOut,
  smile: Smile, sortdown: ArrowDown, sortup: ArrowUp, star: Star, suppliers: Package, survey: ListChecks,
  system: Monitor, tag: Tag, thirdparties: ShieldCheck, trash: Trash2, truck: Truck, undo: Undo2, up: ChevronUp,
  warn: TriangleAlert,
} as const;

export type IconName = keyof typeof icons;

export const iconNames = Object.keys(icons) as IconName[];

export interface IconProps {
  name: IconName;
  size?: 12 | 14 | 16 | 20;
  /** Said to readers; without it the icon is hidden from them. */
  label?: string;
}

export function Icon({ name, size = 16, label }: IconProps) {
  const Drawn = icons[name];
  const told = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return <Drawn className="icon" size={size} strokeWidth={size === 20 ? 1.6 : 2} {...told} />;
}
