import type { layout as english } from '../en/layout.ts';

/** 标签页与分屏。 */
export const layout: typeof english = {
  nextTab: '下一个标签页',
  previousTab: '上一个标签页',
  tabNumber: '切换到第 {{number}} 个标签页',
  rename: '重命名标签页…',
  duplicate: '复制标签页',
  splitRight: '向右拆分',
  splitDown: '向下拆分',
  popOut: '在独立窗口中打开',
  close: '关闭标签页',
  focusLeft: '切换到左侧分屏',
  focusRight: '切换到右侧分屏',
  focusUp: '切换到上方分屏',
  focusDown: '切换到下方分屏',
  moveLeft: '将标签页移到左侧',
  moveRight: '将标签页移到右侧',
  moveUp: '将标签页移到上方',
  moveDown: '将标签页移到下方',
  maximise: '最大化或还原',
  nameLabel: '标签页名称',
  nameAutomatic: '自动',
  rang: '有提示音',
  printed: '有新输出',
  comma: '，',
  closeProgram: '{{target}} 中正在运行 {{program}}。关闭标签页会结束它、Shell 以及在其中启动的所有进程。',
};
